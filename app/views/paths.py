"""Paths: how entities are connected, pair by pair, or how a ring is with the watch list; each hop opens its claims."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app.components import path_search, period
from app.components.entities import entity_link, kind_name
from app.components.fields import choose, switch, type_in
from app.components.finding import meant, show_hits
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.components.path_drawing import chain, picture, sentence
from app.components.path_search import MOST_ENDS, TARGETS, Target
from app.components.paths_common import show_common
from app.components.statements import Statement, whole
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, showing
from graphfraud.model.ring import Ring
from graphfraud.model.schema import code_lists
from graphfraud.store.base import EntityRef, PathAnswer

ALTERNATIVES = ("3", "1", "5", "10")
HOPS = ("6", "2", "4", "8")


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("paths.title"))), tag("p", text(t("paths.lead")), "lead"))
    show_fields(t, place)
    if place.get("ring"):
        show_ring(t, place, reads, reads.ring(place.get("ring")))
        return
    wanted = path_search.written(place)
    if not (place.get("a") and place.get("b")):
        state(t("paths.which"), t("paths.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    found = [meant(reads, end) for end in wanted]
    unclear = next((end for end, ref in zip(wanted, found, strict=True) if ref is None), None)
    if unclear is not None:
        show_hits(t, place, reads, unclear, lambda ref: replaced(place, unclear, ref))
        return
    ends = list(dict.fromkeys(ref for ref in found if ref is not None))
    if len(ends) < 2:
        state(t("paths.same"), t("paths.same.said"), [link(place.but(b=""), text(t("paths.other")))])
        return
    show_pairs(t, place, reads, ends)


def show_fields(t: Texts, place: Place) -> None:
    """Draw what may be asked for."""
    ends = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
    for column, (name, hint) in zip(
        ends, (("a", "hint"), ("b", "hint"), ("more", "more"), ("ring", "ring")), strict=True
    ):
        with column:
            type_in(
                place, name, t(f"paths.{name}"), t(f"paths.{hint}.hint") if hint != "hint" else t("entity.search.hint")
            )
    how = st.columns([1.2, 1.2, 1.6, 1.6, 2], vertical_alignment="bottom")
    with how[0]:
        choose(place, "k", t("paths.k"), ALTERNATIVES, str)
    with how[1]:
        choose(place, "hops", t("paths.hops"), HOPS, str)
    for column, name in zip(how[2:4], (period.FIRST, period.LAST), strict=True):
        with column:
            period.day_field(t, place, name, t(f"period.{name}"))
    with how[4]:
        switch(place, "hubs", t("paths.avoid_hubs"), on=True)


def replaced(place: Place, end: str, ref: EntityRef) -> Place:
    """Give the place with one end, as written, replaced by the entity that it means."""
    ends = [str(ref) if written == end else written for written in path_search.written(place)]
    a, b, *more = [*ends, ""]
    return place.but(a=a, b=b, more=",".join(filter(None, more)))


def show_pairs(t: Texts, place: Place, reads: Reads, ends: Sequence[EntityRef]) -> None:
    """Draw the paths between every two of the ends, in turn, then what all have in common."""
    if len(ends) > MOST_ENDS:
        show(tag("p", text(t("paths.too_many", most=MOST_ENDS, n=len(ends))), "soft", role="status"))
    several = path_search.pairs(list(ends))
    found = []
    for i, (a, b) in enumerate(several):
        with st.spinner(t("paths.searching")):
            found.append(path_search.between(place, reads, a, b))
        if len(several) > 1:
            show(tag("h2", text(t("paths.pair", a=a.id, b=b.id))))
        show_answer(t, place, reads, i, found[-1])
    show_picture(t, place, reads, found, set(ends))
    show_common(t, place, reads, list(ends[:MOST_ENDS]))


def show_answer(t: Texts, place: Place, reads: Reads, pair: int, answer: PathAnswer) -> None:
    """Draw the paths, shortest first, and what was searched; where there is none, what to change."""
    said = t("paths.searched", hops=answer.max_hops, hubs=count(answer.hubs_avoided))
    if not answer.paths:
        state(t("paths.none"), said, changes(t, place, answer))
        return
    names = reads.names(tuple(sorted({node for path in answer.paths for node in path.nodes}, key=str)))
    show(tag("p", text(t("paths.found", n=len(answer.paths)) + said), "soft"))
    if not answer.complete:
        show(tag("p", text(t("paths.stopped")), "soft"))
    for i, path in enumerate(answer.paths):
        title = tag("h3", text(t("paths.one", n=i + 1, hops=len(path.hops))))
        show(title, tag("p", text(sentence(t, path, names))), chain(t, place, pair, i, path, names))


def changes(t: Texts, place: Place, answer: PathAnswer) -> list[Html]:
    """Give what the reader may change so that a path is found."""
    steps = []
    if answer.hubs_avoided and place.get("hubs") != "off":
        steps.append(link(place.but(hubs="off"), text(t("paths.with_hubs"))))
    if place.get("first") or place.get("last"):
        steps.append(link(place.but(first="", last=""), text(t("paths.any_day"))))
    if answer.max_hops < int(max(HOPS, key=int)) and not place.get("ring"):
        steps.append(link(place.but(hops=max(HOPS, key=int)), text(t("paths.more_hops", n=max(HOPS, key=int)))))
    return steps or [text(t("paths.none.really"))]


def show_picture(t: Texts, place: Place, reads: Reads, found: list[PathAnswer], ends: set[EntityRef]) -> None:
    """Draw all paths as one picture."""
    nodes = {node for answer in found for path in answer.paths for node in path.nodes}
    if not nodes:
        return
    show(tag("h2", text(t("paths.picture"))))
    picked = picture(t, place, found, ends, reads.names(tuple(sorted(nodes, key=str))), "paths")
    if picked:
        show(tag("p", picked))


def show_ring(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the paths from a ring to the nearest entities of the watch list."""
    opened = link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id"))
    show(tag("h2", join([text(t("paths.to_list")), opened], " ")))
    with st.spinner(t("paths.searching")):
        targets, total = path_search.targets(place, reads, ring)
    if not targets:
        state(t("paths.none"), t("paths.no_target", hops=path_search.LIST_HOPS), [opened])
        return
    names = reads.names(tuple(target.ref for target in targets))
    show(target_table(t, place, targets, names), tag("p", text(showing(t, len(targets), total)), "soft"))
    found = []
    for i, target in enumerate(targets):
        found.append(path_search.from_ring(place, reads, ring, target))
        if target.hops:
            show(tag("h2", text(t("paths.target", kind=kind_name(t, target.ref.kind), id=target.ref.id))))
            show_answer(t, place, reads, i, found[-1])
    show_picture(t, place, reads, found, {target.ref for target in targets})


def target_table(t: Texts, place: Place, targets: Sequence[Target], names: dict[EntityRef, str]) -> Html:
    """Give the entities of the watch list as a table."""
    words = code_lists()["watch_label"] if t.lang == "zh" else {}
    rows = [
        [
            entity_link(place, target.ref, names[target.ref]),
            text(kind_name(t, target.ref.kind)),
            join([badge(words.get(label, label), "warn") for label in target.labels], " "),
            text(t("paths.member") if not target.hops else t("paths.away", n=target.hops)),
        ]
        for target in targets[:TARGETS]
    ]
    return table([t("who"), t("kind"), t("entity.label"), t("paths.distance")], rows, name=t("entity.watchlist"))


def hop_claims(t: Texts, place: Place, reads: Reads) -> Statement:
    """Give the statement of one hop.

    Raises:
        NotFoundError: there is no such path or hop.
    """
    path, hop = path_search.hop_of(place, reads)
    title = t("claims.hop", a=path.nodes[hop].id, b=path.nodes[hop + 1].id)
    back = {name: place.get(name) for name in path_search.ASKED}
    return whole(title, path.hops[hop].setl_ids, [link(place.to("paths", **back), text(t("menu.paths")))])
