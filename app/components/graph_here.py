"""Communities here: the detection of a scan, in what is on the graph or around one entity."""

from __future__ import annotations

import time

import streamlit as st

from app import job_acts
from app.components import ring_words
from app.components.graph_panel import act
from app.components.graph_sheet import Drawn
from app.components.graph_steps import recall, remember
from app.components.html import Html, join, link, show, table, tag, text
from app.components.shell import go
from app.components.states import error_words
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, score, showing
from graphfraud.errors import GraphFraudError
from graphfraud.model.ring import Ring
from graphfraud.scan.aside import aside
from graphfraud.scan.here import Outcome
from graphfraud.scan.jobs import ScanRequest
from graphfraud.schemes import SCHEMES
from graphfraud.workspace import Workspace

LISTED = 20
KEPT = 64
"""Outcomes kept, of some hundred kB each at most."""


def offer(t: Texts, place: Place, seen: Drawn) -> Html:
    """Give the way to the communities of the patients on the graph."""
    people = sorted(ref.id for ref in seen.nodes if ref.kind == "patient")
    if len(people) < 2:
        return Html("")
    scope = remember(f"patients={','.join(people)}")
    return act(place.but(here=scope), t("here.on_screen", n=count(len(people))), t("here.on_screen.said"))


def show_here(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the rings that are found in the scope of the place."""
    if not place.get("here"):
        return
    show(tag("h2", join([text(t("here.title")), act(place.but(here=""), t("here.close"))], " ")))
    scope, there = recall(place.get("here"))
    if not there:
        show(tag("p", text(t("board.forgotten")), "soft"))
        return
    try:
        outcome = _found(t, reads, scope)
    except GraphFraudError as e:
        show(tag("p", text(t("here.failed"))), tag("p", text(error_words(t, e)), "soft"))
        return
    _show_outcome(t, place, outcome)
    _offer_to_keep(t, place, scope)


def _found(t: Texts, reads: Reads, scope: str) -> Outcome:
    """Detect, once for each data version and number of decisions; says how far it is."""
    slot = _slot(reads.key, scope)
    if not slot:
        told, begun = st.empty(), time.monotonic()

        def progress(said: str) -> None:
            scheme = next((s.code for s in SCHEMES if f" {s.code}:" in said), "")
            now = t("here.running", seconds=count(int(time.monotonic() - begun)))
            told.html(tag("p", join([text(now), text(t.named("scheme", scheme))], " "), "soft"))

        progress("")
        slot.append(aside(Workspace(reads.workspace), scope, progress=progress))
        told.empty()
    return slot[0]


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _slot(key: tuple[str, str, str], scope: str) -> list[Outcome]:
    """Give where the outcome is kept: empty until there is one."""
    return []


def _show_outcome(t: Texts, place: Place, outcome: Outcome) -> None:
    words = outcome.scope.description
    rings = outcome.rings
    n = {name: count(outcome.counts[name]) for name in ("settlements", "patients", "published", "demoted")}
    show(
        tag("p", text(words.zh if t.lang == "zh" else words.en)),
        tag("p", text(t("here.found", **n)), "soft"),
    )
    if not rings:
        show(tag("p", text(t("here.none")), "soft"))
    else:
        head = ["#", t("ring"), t("scheme"), t("patients"), t("fund"), t("score"), t("status"), ""]
        rows = [_line(t, place, ring) for ring in rings[:LISTED]]
        show(table(head, rows, numbers=(0, 3, 4, 5), name=t("here.title")))
    if len(rings) > LISTED:
        show(tag("p", text(showing(t, LISTED, len(rings))), "soft"))


def _offer_to_keep(t: Texts, place: Place, scope: str) -> None:
    """Offer to scan the same part as a job whose run is kept; it never becomes the newest run."""
    if st.button(t("here.keep"), key=f"keep-{place.get('here')}", help=t("here.keep.said"), icon=":material/save:"):
        try:
            job_acts.start_scan(ScanRequest(within=scope))
        except GraphFraudError as e:
            show(tag("p", text(error_words(t, e)), "soft"))
            return
        go(place.to("scans"))


def _line(t: Texts, place: Place, ring: Ring) -> list[Html]:
    members = remember(",".join(f"{m.kind}:{m.id}" for m in ring.members))
    return [
        text(ring.rank),
        tag("span", text(ring.ring_id), "id"),
        text(ring_words.scheme_name(t, ring.scheme)),
        text(count(len(ring.patients))),
        text(money(t, ring.amounts.fund_pay_sumamt)),
        text(score(ring.score)),
        ring_words.status_badge(t, ring),
        link(place.to("graph", entity=members), text(t("here.open")), "nowrap"),
    ]
