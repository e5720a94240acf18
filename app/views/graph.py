"""Graph: a ring or an entity, and what the reader brings in round it, step by step."""

from __future__ import annotations

import streamlit as st

from app.components import graph_here
from app.components.entities import entity_link, kind_name
from app.components.fields import choose, switch, type_in
from app.components.graph import DEFAULT_NODES, MOST_NODES
from app.components.graph_board import Heard, drawn_lines, put
from app.components.graph_panel import act, adding, show_panel
from app.components.graph_sheet import Drawn, drawn, start_of
from app.components.graph_steps import MOST_CHARS, Steps, recall
from app.components.graph_tables import show_tables
from app.components.html import Html, join, link, show, table, tag, text
from app.components.ring_words import scheme_name
from app.components.shell import go
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money
from graphfraud.canvas.acts import MOST, Arrange, Expand, Hide, Pin, Show
from graphfraud.canvas.layout import LAYOUTS
from graphfraud.canvas.sheet import Start
from graphfraud.errors import NotFoundError
from graphfraud.store.base import EntityRef, RingFilter

BRING = ("20", "5", "10", "50", "100", "300")
OFFERED = 10
NAMED = 3
"""Starting entities that are named above the graph."""


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    if not recall(place.get("entity"))[1]:
        state(t("board.forgotten.title"), t("board.forgotten"), [link(place.to("graph"), text(t("board.anew")))])
        return
    start = start_of(place, reads)
    if start is None:
        _show_beginning(t, place, reads)
        return
    steps = Steps.of(place)
    seen = drawn(place, reads, start, steps)
    _show_start(t, place, reads, start, seen)
    # A box each, filled or not: if what stands above the drawing came and went, the drawing would be made anew.
    with st.container():
        n, found = _show_fields(t, place, reads, steps, seen)
    with st.container():
        _show_toolbar(t, place, steps, seen)
        _say_limits(t, place, steps, seen)
    left, right = st.columns([7, 3], gap="medium")
    with left, st.container(key="board"):
        by_role = bool(start.ring_id) and place.get("kinds") != "on"
        key = f"board-{place.run or ''}-{start.ring_id or start.refs[0]}"
        heard = put(t, seen, key, by_role=by_role, selected=steps.selected, found=found if place.get("find") else ())
    with right:
        show_panel(t, place, reads, seen, steps, n)
    graph_here.show_here(t, place, reads)
    show_tables(t, place, seen, steps, found, n)
    if heard:
        _follow(place, steps, seen, heard, n)


def _show_beginning(t: Texts, place: Place, reads: Reads) -> None:
    """Offer the first rings, and a field for an entity."""
    show(tag("h1", text(t("board.title"))), tag("p", text(t("board.lead")), "lead"))
    type_in(place, "entity", t("entity.search"), t("entity.search.hint"))
    page = reads.rings(RingFilter(status="published"), limit=OFFERED)
    if not page.rings:
        state(t("board.which"), t("board.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    rows = [
        [
            text(ring.rank),
            link(place.to("graph", ring=ring.ring_id), tag("span", text(ring.ring_id), "id")),
            text(scheme_name(t, ring.scheme)),
            text(count(len(ring.patients))),
            text(money(t, ring.amounts.fund_pay_sumamt)),
        ]
        for ring in page.rings
    ]
    title = t("board.start_rings", shown=count(len(page.rings)), total=count(page.matching))
    show(tag("h2", text(title)))
    show(table(["#", t("ring"), t("scheme"), t("patients"), t("fund")], rows, numbers=(0, 3, 4), name=title))


def _show_start(t: Texts, place: Place, reads: Reads, start: Start, seen: Drawn) -> None:
    """Say where the graph began."""
    if start.ring_id:
        ring = reads.ring(start.ring_id)
        opened = link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id"))
        parts = [text(t("board.from_ring", scheme=scheme_name(t, ring.scheme), rank=ring.rank)), opened]
    else:
        names = reads.names(start.refs[:NAMED])
        listed = [
            join([text(kind_name(t, ref.kind)), entity_link(place, ref, names.get(ref, ""))], " ")
            for ref in start.refs[:NAMED]
        ]
        more = t("board.and_more", n=count(len(start.refs) - NAMED)) if len(start.refs) > NAMED else ""
        parts = [text(t("board.from_entities")), join(listed, text(t("comma"))), text(more)]
    said = t("board.count", nodes=count(len(seen.nodes)), lines=count(len(seen.lines)))
    about = tag("small", join([*parts, text(f"· {said}")], " "), "soft")
    show(tag("h1", join([text(t("board.title")), about], " "), "board-title"))


def _show_fields(t: Texts, place: Place, reads: Reads, steps: Steps, seen: Drawn) -> tuple[int, list[EntityRef]]:
    """Draw search, adding and how many an expansion brings; give the last, and what the search finds."""
    columns = st.columns([3, 3, 1.5, 2], vertical_alignment="bottom")
    with columns[0]:
        wanted = type_in(place, "find", t("board.find"), t("board.find.hint")).casefold()
    with columns[1]:
        _add_field(t, reads, steps)
    with columns[2]:
        n = int(choose(place, "n", t("board.bring"), BRING, str))
    with columns[3]:
        if place.get("ring"):
            switch(place, "kinds", t("board.by_kind"), on=False)
    found = [ref for ref in seen.nodes if wanted in ref.id.casefold() or wanted in seen.names.get(ref, "").casefold()]
    if wanted:
        said = t("board.found", shown=count(len(found)), total=count(len(seen.nodes)))
        show(tag("p", join([text(said), act(steps.selecting(tuple(found)), t("board.select_found"))], " "), "soft"))
    return n, found


def _add_field(t: Texts, reads: Reads, steps: Steps) -> None:
    """Draw the field that puts an entity on; it is empty again once that is done."""
    typed = st.text_input(
        t("board.add"), placeholder=t("entity.search.hint"), key=f"board-add-{len(steps.acts)}-{t.lang}", max_chars=200
    )
    if (typed or "").strip():
        try:
            go(adding(steps, (reads.resolve(typed or ""),)))
        except NotFoundError as e:
            show(tag("p", text(t("board.add.none", typed=typed or "", hint=e.hint)), "soft"))


def _show_toolbar(t: Texts, place: Place, steps: Steps, seen: Drawn) -> None:
    """Draw undo, redo, layouts, kinds, and the communities of what is shown."""
    does: list[Html] = []
    off = [("board.undo", steps.undoing(), steps.acts), ("board.redo", steps.redoing(), steps.undone)]
    for word, to, able in off:
        does.append(act(to, t(word)) if able else tag("span", text(t(word)), "act off", aria_disabled="true"))
    if steps.acts or steps.undone:
        does.append(act(place.but(acts="", undone="", sel="", page=""), t("board.restart")))
    does.append(tag("span", text(t("board.layout")), "soft"))
    does += [act(steps.doing(Arrange(name)), t.named("layout", name)) for name in LAYOUTS]
    here = {ref.kind for ref in seen.sheet.dots}
    does.append(tag("span", text(t("board.kinds")), "soft"))
    for kind in sorted(here):
        n = sum(ref.kind == kind for ref in seen.sheet.dots)
        hidden = kind in seen.sheet.hidden
        said = t("board.show_kind" if hidden else "board.hide_kind", kind=kind_name(t, kind), n=count(n))
        does.append(act(steps.doing(Show(kind) if hidden else Hide(kind)), said))
    does.append(graph_here.offer(t, place, seen))
    show(tag("div", join(does, " "), "acts"))


def _say_limits(t: Texts, place: Place, steps: Steps, seen: Drawn) -> None:
    """Say what isn't shown and why, and what of the address could not be followed."""
    sheet, said = seen.sheet, []
    if sheet.begun < sheet.total:
        part = text(t("board.part", shown=count(sheet.begun), total=count(sheet.total)))
        if sheet.begun < MOST_NODES and place.number("nodes", DEFAULT_NODES, 1, MOST_NODES) < MOST_NODES:
            more = link(place.but(nodes=str(MOST_NODES)), text(t("graph.more", n=count(MOST_NODES))))
            part = join([part, more], " ")
        said.append(part)
    if sheet.refused:
        said.append(text(t("board.refused", n=count(sheet.refused), most=count(MOST_NODES))))
    if not steps.readable:
        said.append(text(t("board.unreadable", n=count(len(steps.acts)))))
    if not steps.found:
        said.append(text(t("board.forgotten")))
    if steps.in_process:
        said.append(text(t("board.in_process", most=count(MOST_CHARS))))
    if said:
        show(tag("div", join(tag("p", part) for part in said), "notice", role="status"))
    lines = len(drawn_lines(seen))
    if lines < len(seen.lines):
        show(tag("p", text(t("board.lines_part", shown=count(lines), total=count(len(seen.lines)))), "soft"))


def _follow(place: Place, steps: Steps, seen: Drawn, heard: Heard, n: int) -> None:
    """Do what a hand did in the drawing."""
    there = tuple(ref for ref in heard.refs if ref in seen.sheet.dots)
    if heard.what == "expand" and there:
        go(steps.doing(Expand(there[0], None, min(len(seen.beside(there[0])) + n, MOST))))
    if heard.what == "moved":
        places = tuple(p for p in heard.places if p[0] in seen.sheet.dots)
        if places:
            go(steps.doing(Pin(places)))
    if heard.what == "selected" and (set(there) != set(steps.selected) or heard.line != place.get("edge")):
        go(steps.selecting(there).but(edge="" if there else heard.line))
