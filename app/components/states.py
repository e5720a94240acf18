"""What a view shows when it has nothing to show: why, and the next step."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app.components.html import Html, join, link, show, tag, text
from app.place import Place
from app.texts import Texts
from graphfraud.errors import GraphFraudError, MissingPartError, NotFoundError, SettingError, WorkspaceError

# What each kind of trouble asks of the reader: commands, and links (`_steps`).
COMMANDS = {
    "lake": ("graphfraud load FOLDER", "graphfraud scan"),
    "claims": ("graphfraud scan",),
    "damaged": ("graphfraud scan",),
    "server": ("graphfraud neo4j up",),
}
MISSING = ("ring", "run", "statement", "data", "job", "upload")
LOST = {
    "lake": "lake",
    "claims": "claims",
    "run": "damaged",
    "decisions": "decisions",
    "busy": "busy",
    "closed": "closed",
}


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


def no_run(t: Texts, place: Place) -> None:
    """Say that nothing was scanned yet, with a way to the scan."""
    state(t("empty.title"), t("empty.no_run"), [link(place.to("scans"), text(t("empty.to_scan")))])


def no_rings(t: Texts, place: Place) -> None:
    """Say that the scan found nothing, not even to demote."""
    state(t("overview.none"), t("overview.none.said"), [link(place.to("entity"), text(t("next.entity")))])


def nothing_matches(t: Texts, said: str, back: Place) -> None:
    """Say that filters leave nothing, with a way back to everything."""
    state(t("nothing.title"), said, [link(back, text(t("nothing.reset")))])


def known_error(t: Texts, place: Place, error: GraphFraudError) -> None:
    """Say in the reader's language what couldn't be shown; the error's own words follow as a detail."""
    kind = kind_of(error)
    state(t(f"error.{kind}"), t(f"error.{kind}.said"), _steps(t, place, kind))
    detail = " ".join(f"{part.rstrip('.')}." for part in (error.message, error.hint) if part)
    summary = tag("summary", text(t("error.detail")))
    opened = {"open": ""} if kind in ("other", "setting") else {}
    show(tag("details", join([summary, tag("p", text(detail))]), "soft", lang="en", **opened))


def kind_of(error: GraphFraudError) -> str:
    """Give the family of texts (`error.KIND`) that tells of an error."""
    if isinstance(error, WorkspaceError):
        return LOST.get(error.kind, "workspace")
    if isinstance(error, MissingPartError):
        return "server" if error.part == "neo4j" else "part"
    if isinstance(error, NotFoundError):
        return error.kind if error.kind in MISSING else "entity"
    return "setting" if isinstance(error, SettingError) else "other"


def _steps(t: Texts, place: Place, kind: str) -> list[Html]:
    """Give what to do next: a command where the workspace needs one, and where to go."""
    commands = [tag("code", text(command)) for command in COMMANDS.get(kind, ())]
    retry = link(place, text(t("error.retry")), "gf-again")
    to_rings = link(Place(place.lang, "rings"), text(t("error.to_rings")))
    if kind == "entity":
        return [link(place.to("entity"), text(t("error.to_entity"))), to_rings]
    if kind == "run":
        return [link(Place(place.lang, "overview"), text(t("error.to_newest")))]
    if kind in (*MISSING, "other"):
        return [to_rings]
    return [*commands, retry]


def error_words(t: Texts, error: GraphFraudError) -> str:
    """Give an error's own words as one line: what happened and what to do."""
    return t("error.words", detail=_said(error))


def problem(t: Texts, error: GraphFraudError) -> None:
    """Say that an act wasn't done, and why, beside the form that asked for it."""
    st.error(t("error.not_done", detail=_said(error)))


def _said(error: GraphFraudError) -> str:
    return " ".join(f"{part.rstrip('.')}." for part in (error.message, error.hint) if part)


def unknown_error(t: Texts, place: Place) -> None:
    """Say that something failed that shouldn't, and where its record is."""
    state(t("error.unknown"), t("error.unknown.said"), [link(place, text(t("error.retry")), "gf-again")])
