"""The frame round every view: style, links, navigation, language switch, data freshness, disclaimer."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files

import streamlit as st

from app import data, theme
from app.components.html import Html, badge, join, link, run, script, show, tag, text
from app.place import LANGUAGES, Place
from app.texts import Texts
from app.words import when

MENU = ("overview", "rings", "graph", "entity", "paths", "scans", "data")
WIDGETS = ("enter", "no-option", "browse")
OPEN_IN_MENU = {"ring": "rings", "claims": "rings"}


def current_place() -> Place:
    """Read the place from the query string, and put a followed link's place into the address bar."""
    query = st.query_params.to_dict()
    if st.session_state.get("address") != query:
        st.session_state["address"] = query
        # Streamlit leaves the old address when a rerun brings new parameters; writing them corrects it.
        st.query_params.from_dict(query)
    return Place.read({"lang": data.first_language(), **query})


def go(place: Place) -> None:
    """Move to another place and draw it."""
    st.query_params.from_dict(place.query)
    st.rerun()


def open_page(t: Texts, place: Place) -> None:
    """Draw the frame above the view."""
    here = OPEN_IN_MENU.get(place.view, place.view)
    items = [_item(t, place, view, here=view == here) for view in MENU]
    other = next(lang for lang in LANGUAGES if lang != place.lang)
    brand = tag("span", text(t("brand")), "brand")
    switch = link(place.speaking(other), text(t("language.other")), "switch")
    space = tag("span", Html(""), "space")
    dark = tag("button", text(t("theme.change")), "gf-theme", type="button", title=t("theme.change.said"))
    skip = tag("a", text(t("widget.skip")), "gf-skip", href="#gf-content")
    start = tag("div", Html(""), id="gf-content", tabindex="-1")
    # A JSON string is a CSS string as long as nothing in it needs escaping, and the catalogues are ours.
    own = "".join(f"--{name}: {json.dumps(t(f'widget.{name}'), ensure_ascii=False)};" for name in WIDGETS)
    style = Html(f"<style>{_styles()} :root {{ {own} }}</style>")
    bar = tag("nav", join([brand, *items, space, dark, switch]), "topbar", aria_label=t("menu"))
    show(style, skip, bar, start)


def _item(t: Texts, place: Place, view: str, *, here: bool) -> Html:
    current = {"aria_current": "page"} if here else {}
    return link(place.to(view), text(t(f"menu.{view}")), "here" if here else "", **current)


def say_freshness(t: Texts, place: Place, reads: data.Reads) -> None:
    """Say which run and which data the page shows."""
    if reads.run is None:
        return
    fresh = reads.freshness()
    older = fresh.get("newest_run") != reads.run.run_id
    parts = [
        t("fresh.run", run=reads.run.run_id, at=when(reads.run.finished_at)),
        t("fresh.data", version=reads.run.data_version),
    ]
    if fresh.get("newest_settlement") and not older:
        parts.append(t("fresh.newest", at=when(fresh["newest_settlement"])))
    parts += _store_words(t, reads, fresh)
    shown = [tag("span", text(part)) for part in parts]
    if older:
        newest = link(Place(place.lang, "overview"), text(t("fresh.to_newest")))
        shown.append(tag("span", join([badge(t("fresh.older"), "warn"), newest], " ")))
    show(tag("div", join(shown), "fresh"))


def _store_words(t: Texts, reads: data.Reads, fresh: dict[str, str]) -> list[str]:
    """Say which store the page shows, and what a graph server lacks."""
    if fresh.get("store") != "neo4j":
        return [t("fresh.embedded")]
    words = [t("fresh.neo4j", server=fresh["server"])]
    if fresh["pushing"]:
        words.append(t("fresh.pushing", at=when(fresh["pushing"])))
    if reads.version != fresh["data_version"]:
        words.append(t("fresh.other_data", version=fresh["data_version"]))
    return words


def close_page(t: Texts) -> None:
    """Draw the disclaimer below the view, and let links work without loading the page again."""
    # A script runs only when it differs from the one before: the address's hash makes it run at every new address.
    mark = hashlib.sha256(json.dumps(st.query_params.to_dict()).encode()).hexdigest()
    run(script("shell", lang="zh-CN" if t.lang == "zh" else "en", place=mark))
    show(tag("footer", text(t("disclaimer")), "foot"))


@cache
def _styles() -> str:
    """Give every style sheet: `frame.css`, then one a room."""
    found = sorted(files(__package__ or "app.components").joinpath("styles").iterdir(), key=lambda f: f.name)
    sheets = sorted((f for f in found if f.name.endswith(".css")), key=lambda f: f.name != "frame.css")
    return "\n".join([*(f.read_text(encoding="utf-8") for f in sheets), theme.fallback()])
