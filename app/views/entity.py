"""Entity: one patient, doctor or institution, searched for or opened from elsewhere, seen from every side."""

from __future__ import annotations

import streamlit as st

from app.components.claims import claims_table, wanted_names
from app.components.entities import entity_place
from app.components.entity_peers import show_peers
from app.components.entity_profile import show_marks, show_profile, show_rings
from app.components.entity_ties import show_neighbours, show_ties
from app.components.entity_time import show_course, show_days
from app.components.fields import type_in
from app.components.finding import meant, show_hits
from app.components.html import Html, link, show, tag, text
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import showing
from graphfraud.store.base import Entity

NEWEST = 10


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("entity.title"))))
    wanted = type_in(place, "entity", t("entity.search"), t("entity.search.hint"))
    if not wanted:
        state(t("entity.which"), t("entity.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    ref = meant(reads, wanted)
    if ref is None:
        show_hits(t, place, reads, wanted, lambda found: entity_place(place, found))
        return
    show_entity(t, place, reads, reads.entity(ref))


def show_entity(t: Texts, place: Place, reads: Reads, entity: Entity) -> None:
    """Draw every side of one entity: what is quick and asked first comes first."""
    ref = entity.ref
    show_profile(t, entity)
    show(tag("p", link(place.to("graph", entity=str(entity.ref)), text(t("board.open")))))
    show_marks_and_rings(t, place, reads, entity)
    show(tag("h2", text(t("entity.timeline"))))
    if ref.kind == "patient":
        show_course(t, place, reads, ref)
    else:
        show_days(t, reads, ref)
    show_newest(t, place, reads, entity)
    show_neighbours(t, place, reads, ref)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.spinner(t("entity.comparing")):
        show_peers(t, place, reads, ref)
    with right:
        show_ties(t, place, reads, ref)


def show_marks_and_rings(t: Texts, place: Place, reads: Reads, entity: Entity) -> None:
    """Draw, side by side, the rings and what others say."""
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_rings(t, place, reads, entity)
    with right:
        show_marks(t, place, reads, entity.ref)


def show_newest(t: Texts, place: Place, reads: Reads, entity: Entity) -> None:
    """Draw the newest settlements as loaded, with file and line, and the way to all."""
    rows = reads.timeline(entity.ref, NEWEST).to_pylist()[::-1]
    if not rows:
        return
    show(tag("h3", text(t("entity.newest"))))
    show(claims_table(t, place, rows, reads.names(wanted_names(rows)), t("entity.newest")))
    every = link(place.to("claims", of="entity", entity=str(entity.ref)), text(t("entity.all_claims")))
    said = text(showing(t, len(rows), max(entity.settlements, len(rows))) + " · ")
    show(tag("p", Html(said + every), "soft"))
