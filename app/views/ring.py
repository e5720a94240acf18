"""Ring: one suspected ring, story first; every statement leads to its claims."""

from __future__ import annotations

import streamlit as st

from app.components import (
    ring_decisions,
    ring_evidence,
    ring_exports,
    ring_history,
    ring_meetings,
    ring_members,
    ring_without,
    ring_words,
)
from app.components.claims import wanted_names
from app.components.entities import member_names, ref_of
from app.components.graph import DEFAULT_NODES, MOST_NODES, draw
from app.components.html import badge, facts, join, link, show, tag, text
from app.components.ledger import ledger, ledger_table
from app.components.ring_graph import EACH, LINK, MOST_LINKS, ring_graph
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money
from graphfraud.model.ring import Ring


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    ring_id = place.get("ring")
    if not ring_id:
        state(t("ring.which"), t("ring.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    ring = reads.ring(ring_id)
    show_head(t, place, reads, ring)
    left, right = st.columns([11, 9], gap="medium")
    with left:
        show_graph(t, place, reads, ring)
        ring_members.show_members(t, place, reads, ring)
    with right:
        ring_evidence.show_evidence(t, place, ring)
        ring_evidence.show_innocent(t, ring)
        ring_members.show_venues(t, place, reads, ring)
    ring_meetings.show_gatherings(t, place, reads, ring)
    show_money(t, place, reads, ring)
    ring_meetings.show_links(t, place, reads, ring)
    ring_without.show_what_if(t, place, reads, ring)
    ring_decisions.show_related(t, place, ring)
    ring_history.show_similar(t, place, reads, ring)
    ring_history.show_history(t, place, reads, ring)


def show_head(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw title, status, story and the figures that sum the ring up."""
    crumbs = link(place.to("rings"), text(t("menu.rings")))
    show(tag("div", join([crumbs, text(ring.ring_id)], " › "), "crumbs"))
    title = t("ring.title", scheme=ring_words.scheme_name(t, ring.scheme), rank=ring.rank)
    labels = [ring_words.status_badge(t, ring), *(badge(ring_words.scheme_name(t, s)) for s in ring.also)]
    reason = ring_words.reason_name(t, ring.status_reason)
    if reason:
        labels.append(badge(t("ring.reason", reason=reason), "warn"))
    labels += [ring_decisions.label(t, ring), ring_decisions.assigned(t, reads.assignees().get(ring.ring_id, ""))]
    show(tag("h1", join([text(title), *labels], " ")))
    ring_decisions.show_disposition(t, ring)
    show(tag("div", join(tag("p", text(s)) for s in ring_words.story(t, ring)), "story"))
    show(facts(ring_evidence.headline(t, ring)))
    show(facts(ring_evidence.judgement(t, ring)))
    ring_decisions.show_form(t, reads, ring)
    ring_exports.show_exports(t, reads, ring)


def show_graph(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the graph; a clicked node or edge gets a line with the way to its profile or claims."""
    whole = link(place.to("graph", ring=ring.ring_id), text(t("ring.open_graph")))
    show(tag("h2", join([text(t("ring.graph")), tag("small", whole)], " ")))
    limit = place.number("nodes", DEFAULT_NODES, 1, MOST_NODES)
    links = reads.links(ring.ring_id).to_pylist()
    gatherings = reads.gatherings(ring.ring_id).to_pylist()
    claims = reads.claims(ring.setl_ids).to_pylist()
    names = member_names(reads, ring.members)
    graph = ring_graph(ring, links, gatherings, claims, names, limit)
    if len(graph.nodes) < graph.total:
        said = t("graph.part", shown=count(len(graph.nodes)), total=count(graph.total))
        more = place.but(nodes=str(MOST_NODES))
        steps = [link(more, text(t("graph.more", n=count(MOST_NODES))))] if limit < MOST_NODES else []
        show(tag("p", join([text(said), *steps], " "), "soft"))
    if len(links) > MOST_LINKS:
        lines = sum(edge.kind == "together" for edge in graph.edges)
        said = t("graph.lines", each=EACH, shown=count(lines), total=count(len(links)))
        show(tag("p", text(said), "soft"))
    whole = link(place.to("graph", ring=ring.ring_id), text(t("board.open")))
    show(tag("p", whole, "soft"))
    picked = draw(t, graph, f"ring-{ring.ring_id}-{len(graph.nodes)}")
    member = next((m for m in ring.members if str(ref_of(m)) == picked), None)
    if member:
        show(ring_members.picked_member(t, place, ring, member, names))
    if picked.startswith(LINK) and picked.removeprefix(LINK).isdigit():
        show(ring_meetings.picked_link(t, place, ring, links[int(picked.removeprefix(LINK))], names))


def show_money(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the money ledger."""
    show(tag("h2", text(t("ring.money"))))
    rows = reads.claims(ring.setl_ids).to_pylist()
    names = reads.names(wanted_names(rows))
    show(ledger_table(t, place, ledger(rows, ring.amounts), ring.amounts, names))
    whole = link(
        place.to("claims", ring=ring.ring_id, of="all"), text(t("ring.all_claims", n=count(len(ring.setl_ids))))
    )
    show(tag("p", join([text(t("ledger.note", medfee=money(t, ring.amounts.medfee_sumamt))), whole], " "), "soft"))
