"""Paths: how two entities are connected; each hop opens its claims."""

from __future__ import annotations

import streamlit as st

from app.components.entities import entity_link, kind_name
from app.components.fields import choose, switch, type_in
from app.components.html import Html, badge, join, link, show, tag, text
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.errors import NotFoundError
from graphfraud.store.base import EntityRef, Hop, Path, PathAnswer

ALTERNATIVES = ("3", "1", "5", "10")
HOPS = ("6", "2", "4", "8")


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("paths.title"))), tag("p", text(t("paths.lead")), "lead"))
    columns = st.columns([3, 3, 1.4, 1.4, 2], vertical_alignment="bottom")
    with columns[0]:
        type_in(place, "a", t("paths.from"), t("entity.search.hint"))
    with columns[1]:
        type_in(place, "b", t("paths.to"), t("entity.search.hint"))
    with columns[2]:
        choose(place, "k", t("paths.k"), ALTERNATIVES, str)
    with columns[3]:
        choose(place, "hops", t("paths.hops"), HOPS, str)
    with columns[4]:
        switch(place, "hubs", t("paths.avoid_hubs"), on=True)
    if not (place.get("a") and place.get("b")):
        state(t("paths.which"), t("paths.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    with st.spinner(t("paths.searching")):
        answer = search(place, reads)
    show_answer(t, place, reads, answer)


def search(place: Place, reads: Reads) -> PathAnswer:
    """Find the paths that the place asks for.

    Raises:
        NotFoundError: an end of the path isn't there.
        SettingError: both ends are the same.
    """
    a, b = reads.resolve(place.get("a")), reads.resolve(place.get("b"))
    k, hops = place.number("k", 3, 1, 10), place.number("hops", 6, 1, 8)
    return reads.paths(a, b, hops, k, place.get("hubs") != "off")


def show_answer(t: Texts, place: Place, reads: Reads, answer: PathAnswer) -> None:
    """Draw the paths, shortest first, and what was searched."""
    said = t("paths.searched", hops=answer.max_hops, hubs=count(answer.hubs_avoided))
    if not answer.paths:
        steps = []
        if answer.hubs_avoided:
            steps.append(link(place.but(hubs="off"), text(t("paths.with_hubs"))))
        state(t("paths.none"), said, steps)
        return
    names = reads.names(tuple(sorted({node for path in answer.paths for node in path.nodes}, key=str)))
    show(tag("p", text(t("paths.found", n=len(answer.paths)) + said), "soft"))
    if not answer.complete:
        show(tag("p", text(t("paths.stopped")), "soft"))
    for i, path in enumerate(answer.paths):
        title = tag("h3", text(t("paths.one", n=i + 1, hops=len(path.hops))))
        show(Html(title + chain(t, place, i, path, names)))


def chain(t: Texts, place: Place, index: int, path: Path, names: dict[EntityRef, str]) -> Html:
    """Give one path as a row of entities with the hops between them."""
    parts = [_node(t, place, path.nodes[0], names)]
    for i, (hop, node) in enumerate(zip(path.hops, path.nodes[1:], strict=True)):
        parts += [_hop(t, place, index, i, hop), _node(t, place, node, names)]
    return tag("div", join(parts), "chain")


def hop_claims(t: Texts, place: Place, reads: Reads) -> tuple[str, tuple[str, ...], list[Html]]:
    """Give title, settlement ids and the way back of one hop.

    Raises:
        NotFoundError: there is no such path or hop.
    """
    paths = search(place, reads).paths
    i, j = place.number("path", -1, 0, 99), place.number("n", -1, 0, 99)
    if not (0 <= i < len(paths) and 0 <= j < len(paths[i].hops)):
        raise NotFoundError("No such hop", kind="statement", id=place.get("n"))
    path = paths[i]
    title = t("claims.hop", a=path.nodes[j].id, b=path.nodes[j + 1].id)
    back = {name: place.get(name) for name in ("a", "b", "k", "hops", "hubs")}
    return title, path.hops[j].setl_ids, [link(place.to("paths", **back), text(t("menu.paths")))]


def _node(t: Texts, place: Place, ref: EntityRef, names: dict[EntityRef, str]) -> Html:
    kind = badge(kind_name(t, ref.kind))
    return tag("div", Html(f"{kind}<br>{entity_link(place, ref, names.get(ref, ''))}"), "node")


def _hop(t: Texts, place: Place, path: int, index: int, hop: Hop) -> Html:
    said = text(t.named("hop", hop.kind))
    shown = text(t("see_claims", n=count(hop.settlements)))
    asked = {name: place.get(name) for name in ("a", "b", "k", "hops", "hubs")}
    opened = place.to("claims", of="hop", path=str(path), n=str(index), **asked)
    more = link(opened, shown, "hop-claims") if hop.setl_ids else Html("")
    return tag("div", Html(f"— {said} —<br>{more}"), "hop")
