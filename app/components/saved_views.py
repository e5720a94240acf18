"""Saved views of the queue: open, save, rename, delete; shared by all who use the workspace."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from app import acts
from app.components import who
from app.components.html import join, link, show, tag, text
from app.components.ring_filters import KEPT
from app.components.shell import go
from app.components.states import problem
from app.data import Reads
from app.place import Place
from app.texts import Texts
from graphfraud.errors import GraphFraudError
from graphfraud.model.saved_view import SavedView
from graphfraud.store.saved_views import LONGEST_NAME


def query_of(place: Place) -> dict[str, str]:
    """Give what a view keeps of a place."""
    return {name: place.get(name) for name in KEPT if place.get(name)}


def opened(place: Place, views: tuple[SavedView, ...]) -> SavedView | None:
    """Give the view that the place shows, None where it shows other filters."""
    return next((view for view in views if dict(view.query) == query_of(place)), None)


def show_views(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the saved views as links, and what can be done with the filters on the page."""
    views = reads.saved_views()
    here = opened(place, views)
    left, right = st.columns([5, 1])
    with left:
        every = link(place.to("rings"), text(t("views.every")), "chip" if query_of(place) else "chip here")
        chips = [every, *(link(place.to("rings", **view.query), text(view.name), _css(view, here)) for view in views)]
        label = tag("span", text(t("views.title")), "soft")
        show(tag("nav", join([label, *chips], " "), "views", aria_label=t("views.title")))
    with right, st.popover(t("views.manage"), width="stretch"):
        if here:
            _change(t, place, reads, here)
        else:
            _save(t, place, reads)


def _css(view: SavedView, here: SavedView | None) -> str:
    return "chip here" if here and view.id == here.id else "chip"


def _save(t: Texts, place: Place, reads: Reads) -> None:
    if not query_of(place):
        st.caption(t("views.nothing"))
        return
    name = st.text_input(t("views.name"), max_chars=LONGEST_NAME, key=f"view-name-{place.href}")
    if st.button(t("views.save"), type="primary", key="view-save"):
        _try(t, place, lambda: acts.save_view(reads, name or "", query_of(place), who.default()))


def _change(t: Texts, place: Place, reads: Reads, view: SavedView) -> None:
    name = st.text_input(t("views.name"), value=view.name, max_chars=LONGEST_NAME, key=f"view-name-{view.number}")
    if st.button(t("views.rename"), key="view-rename", disabled=not name or name == view.name):
        _try(t, place, lambda: acts.rename_view(reads, view, name or "", who.default()))
    if st.button(t("views.drop"), key="view-drop"):
        _try(t, place, lambda: acts.drop_view(reads, view, who.default()))


def _try(t: Texts, place: Place, act: Callable[[], SavedView]) -> None:
    try:
        act()
    except GraphFraudError as e:
        problem(t, e)
        return
    go(place)
