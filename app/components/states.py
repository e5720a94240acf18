"""What a view shows when it has nothing to show: why, and the next step."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.components.html import Html, join, link, show, tag, text
from app.place import Place
from app.texts import Texts
from graphfraud.errors import GraphFraudError, MissingPartError, NotFoundError, WorkspaceError

KINDS: dict[type[GraphFraudError], str] = {WorkspaceError: "workspace", MissingPartError: "server"}


def state(title: str, said: str, steps: list[Html]) -> None:
    """Draw a box with a title, a sentence and the next steps."""
    todo = tag("ul", join(tag("li", step) for step in steps)) if steps else Html("")
    show(tag("div", join([tag("h1", text(title)), tag("p", text(said)), todo]), "state", role="status"))


def empty_workspace(t: Texts, folder: Path, *, loaded: bool) -> None:
    """Say that nothing was scanned yet, and how to begin; where claims are `loaded`, only the scan is left."""
    commands = {1: "graphfraud load FOLDER", 2: "graphfraud scan", 3: "graphfraud demo"}
    steps = [
        Html(f"{text(t(f'empty.step{i}'))} {tag('code', text(f'{command} --workspace {folder}'))}")
        for i, command in commands.items()
        if i == 2 or not loaded
    ]
    said = t("empty.loaded", folder=folder) if loaded else t("empty.said", folder=folder)
    state(t("empty.title"), said, steps)


def no_rings(t: Texts, place: Place) -> None:
    """Say that the scan found nothing, not even to demote."""
    state(t("overview.none"), t("overview.none.said"), [link(place.to("entity"), text(t("next.entity")))])


def nothing_matches(t: Texts, said: str, back: Place) -> None:
    """Say that filters leave nothing, with a way back to everything."""
    state(t("nothing.title"), said, [link(back, text(t("nothing.reset")))])


def known_error(t: Texts, place: Place, error: GraphFraudError) -> None:
    """Say in the reader's language what couldn't be shown; the error's own words follow as a detail."""
    kind = next((kind for known, kind in KINDS.items() if isinstance(error, known)), "other")
    if isinstance(error, NotFoundError):
        kind = error.kind if error.kind in ("ring", "run", "statement", "data") else "entity"
    steps = [link(Place(place.lang, "rings"), text(t("error.to_rings")))]
    if kind == "entity":
        steps = [link(place.to("entity"), text(t("error.to_entity"))), *steps]
    if kind == "server":
        steps = [link(place, text(t("error.retry")))]
    state(t(f"error.{kind}"), t(f"error.{kind}.said"), steps)
    detail = " ".join(f"{part.rstrip('.')}." for part in (error.message, error.hint) if part)
    show(tag("p", text(t("error.detail", detail=detail)), "soft"))


def problem(t: Texts, error: GraphFraudError) -> None:
    """Say that an act wasn't done, and why, beside the form that asked for it."""
    detail = " ".join(f"{part.rstrip('.')}." for part in (error.message, error.hint) if part)
    st.error(t("error.not_done", detail=detail))


def unknown_error(t: Texts, place: Place) -> None:
    """Say that something failed that shouldn't, and where its record is."""
    state(t("error.unknown"), t("error.unknown.said"), [link(place, text(t("error.retry")))])
