"""The table twin of the graph: the same entities and relations, sorted, selected and acted on without the drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import pyarrow as pa

from app.components.download import download
from app.components.entities import entity_link, kind_name
from app.components.fields import switch
from app.components.graph_panel import act, line_claims
from app.components.graph_sheet import LINES, Drawn, Line
from app.components.graph_steps import Steps
from app.components.html import Html, join, link, show, tag, text
from app.components.pager import page_of, pager
from app.place import Place
from app.texts import Texts
from app.words import count, money, number, percent, showing
from graphfraud.canvas.acts import MOST, Collapse, Expand, Pin, Remove, Unpin
from graphfraud.store.base import EntityRef

PAGE = 25
T = TypeVar("T", EntityRef, Line)
TABS = ("nodes", "lines")


def show_tables(t: Texts, place: Place, seen: Drawn, steps: Steps, found: Sequence[EntityRef], n: int) -> None:
    """Draw the table of entities or of relations, as the place says."""
    tab = place.get("tab") if place.get("tab") in TABS else TABS[0]
    sizes = {"nodes": len(seen.nodes), "lines": len(seen.lines)}
    tabs = [
        link(
            place.but(tab="" if name == TABS[0] else name, sort="", page=""),
            text(t(f"board.tab.{name}", n=count(sizes[name]))),
            "tab here" if name == tab else "tab",
        )
        for name in TABS
    ]
    show(tag("div", join(tabs), "tabs"))
    only = switch(place, "only", t("board.only_selected"), on=False)
    if tab == "nodes":
        _show_nodes(t, place, seen, steps, found, n, only=only)
    else:
        _show_lines(t, place, seen, steps, found, only=only)


def _show_nodes(
    t: Texts, place: Place, seen: Drawn, steps: Steps, found: Sequence[EntityRef], n: int, *, only: bool
) -> None:
    chosen, degree = set(steps.selected), seen.degree()
    rows = [ref for ref in (found if place.get("find") else seen.nodes) if not only or ref in chosen]
    by: dict[str, Callable[[EntityRef], Any]] = {
        "who": lambda ref: (seen.names.get(ref, ""), ref.id),
        "kind": lambda ref: (ref.kind, ref.id),
        "role": lambda ref: (seen.roles[ref].role if ref in seen.roles else "~", ref.id),
        "strength": lambda ref: seen.roles[ref].strength if ref in seen.roles else -1.0,
        "lines": lambda ref: degree[ref],
    }
    rows = _sorted(place, rows, by)
    at = page_of(place, len(rows), PAGE) * PAGE
    body = [
        [
            _choice(t, steps, ref, on=ref in chosen),
            entity_link(place, ref, seen.names.get(ref, "")),
            tag("span", text(kind_name(t, ref.kind)), "nowrap"),
            text(t.named("role", seen.roles[ref].role) if ref in seen.roles else "—"),
            text(percent(seen.roles[ref].strength) if ref in seen.roles else "—"),
            text(count(degree[ref])),
            _acts(t, seen, steps, ref, n),
        ]
        for ref in rows[at : at + PAGE]
    ]
    head = [None, "who", "kind", "role", "strength", "lines", None]
    words = [t("board.select"), t("who"), t("kind"), t("role"), t("strength"), t("board.lines"), t("board.acts")]
    pager(t, place, len(rows), PAGE)
    show(
        _grid(place, list(zip(head, words, strict=True)), body, {4, 5}, t("board.tab.nodes", n=count(len(seen.nodes))))
    )
    if len(rows) < len(seen.nodes):
        show(tag("p", text(showing(t, len(rows), len(seen.nodes))), "soft"))
    download(t, node_rows(seen, rows), "graph-nodes")


def _show_lines(t: Texts, place: Place, seen: Drawn, steps: Steps, found: Sequence[EntityRef], *, only: bool) -> None:
    kept = set(found) if place.get("find") else set(seen.nodes)
    chosen = set(steps.selected) if only else kept
    rows = [
        line
        for line in seen.lines
        if {line.relation.a, line.relation.b} & kept and {line.relation.a, line.relation.b} & chosen
    ]
    by: dict[str, Callable[[Line], Any]] = {
        "a": lambda line: (line.relation.a.kind, line.relation.a.id),
        "b": lambda line: (line.relation.b.kind, line.relation.b.id),
        "relation": lambda line: (line.relation.kind, line.id),
        "n": lambda line: line.n,
        "first": lambda line: line.relation.first,
        "fund": lambda line: line.relation.fund_pay_sumamt,
    }
    rows = _sorted(place, rows, by)
    at = page_of(place, len(rows), PAGE) * PAGE
    body = [_line_cells(t, place, seen, line) for line in rows[at : at + PAGE]]
    head = ["a", "b", "relation", "n", "first", "fund", None]
    words = [
        t("board.a"),
        t("board.b"),
        t("board.relation"),
        t("board.times"),
        t("entity.period"),
        t("fund"),
        t("claims"),
    ]
    pager(t, place, len(rows), PAGE)
    show(
        _grid(place, list(zip(head, words, strict=True)), body, {3, 5}, t("board.tab.lines", n=count(len(seen.lines))))
    )
    if len(rows) < len(seen.lines):
        show(tag("p", text(showing(t, len(rows), len(seen.lines))), "soft"))
    download(t, line_rows(seen, rows), "graph-lines")


def node_rows(seen: Drawn, rows: Sequence[EntityRef]) -> pa.Table:
    """Give entities for a download."""
    degree = seen.degree()
    return pa.Table.from_pylist(
        [
            {
                "kind": ref.kind,
                "id": ref.id,
                "name": seen.names.get(ref, ""),
                "role": seen.roles[ref].role if ref in seen.roles else "",
                "strength": seen.roles[ref].strength if ref in seen.roles else None,
                "relations": degree[ref],
            }
            for ref in rows
        ]
    )


def line_rows(seen: Drawn, rows: Sequence[Line]) -> pa.Table:
    """Give relations for a download."""
    return pa.Table.from_pylist(
        [
            {
                "relation": line.relation.kind,
                "a": str(line.relation.a),
                "a_name": seen.names.get(line.relation.a, ""),
                "b": str(line.relation.b),
                "b_name": seen.names.get(line.relation.b, ""),
                "scheme": line.scheme,
                "n": line.n,
                "expected": line.expected if line.scheme else None,
                "settlements": line.relation.settlements,
                "first": line.relation.first,
                "last": line.relation.last,
                "fund_pay_sumamt": line.relation.fund_pay_sumamt if line.relation.first else None,
                "shared": " ".join(line.relation.sorts),
            }
            for line in rows
        ]
    )


def _choice(t: Texts, steps: Steps, ref: EntityRef, *, on: bool) -> Html:
    """Give a box that selects an entity."""
    said = t("board.unselect" if on else "board.select")
    box = tag("span", text("☑" if on else "☐"), "", aria_hidden="true")
    return link(steps.toggling(ref), join([box, tag("span", text(f"{said} {ref.id}"), "unseen")]), "choice")


def _acts(t: Texts, seen: Drawn, steps: Steps, ref: EntityRef, n: int) -> Html:
    dot = seen.sheet.dots[ref]
    wanted = min(len(seen.beside(ref)) + n, MOST)
    hold = Unpin((ref,)) if dot.pinned else Pin(((ref, round(dot.at[0]), round(dot.at[1])),))
    does = [act(steps.doing(Expand(ref, None, wanted)), t("board.expand", n=count(wanted)))]
    if any(of == ref for of, _ in seen.sheet.expansions):
        does.append(act(steps.doing(Collapse((ref,))), t("board.collapse")))
    does.append(act(steps.doing(hold), t("board.unpin" if dot.pinned else "board.pin")))
    does.append(act(steps.doing(Remove((ref,))), t("board.remove")))
    return tag("span", join(does, " "), "nowrap")


def _line_cells(t: Texts, place: Place, seen: Drawn, line: Line) -> list[Html]:
    r = line.relation
    kind = t.named("relation", LINES[r.kind])
    more = t.named("scheme", line.scheme) if line.scheme else t("comma").join(t.named("owner", s) for s in r.sorts)
    times = count(line.n) if not r.sorts else "—"
    if line.scheme:
        times = t("board.met", n=times, expected=number(line.expected))
    opened = line_claims(place, line)
    return [
        entity_link(place, r.a, seen.names.get(r.a, "")),
        entity_link(place, r.b, seen.names.get(r.b, "")),
        text(f"{kind} · {more}" if more else kind),
        text(times),
        tag("span", text(f"{r.first[:10]} – {r.last[:10]}" if r.first else "—"), "nowrap"),
        text(money(t, r.fund_pay_sumamt) if r.first else "—"),
        link(opened, text(t("see_claims", n=count(r.settlements))), "nowrap") if opened else text("—"),
    ]


def _sorted(place: Place, rows: Sequence[T], by: Mapping[str, Callable[[T], Any]]) -> list[T]:
    """Sort as the place says; `-` before the name turns the order round."""
    name, down = place.get("sort").lstrip("-"), place.get("sort").startswith("-")
    return sorted(rows, key=by[name], reverse=down) if name in by else list(rows)


def _grid(
    place: Place, head: Sequence[tuple[str | None, str]], body: Sequence[Sequence[Html]], numbers: set[int], name: str
) -> Html:
    """Give a table whose headings sort it."""
    now = place.get("sort")
    top = []
    for i, (column, said) in enumerate(head):
        css = "num" if i in numbers else ""
        if column is None:
            top.append(tag("th", text(said), css))
            continue
        state = {column: "ascending", f"-{column}": "descending"}.get(now, "none")
        mark = {"ascending": " ▲", "descending": " ▼"}.get(state, "")
        turned = f"-{column}" if now == column else column
        top.append(tag("th", link(place.but(sort=turned, page=""), text(said + mark)), css, aria_sort=state))
    rows = [
        tag("tr", join(tag("td", cell, "num" if i in numbers else "") for i, cell in enumerate(row))) for row in body
    ]
    inside = tag("thead", tag("tr", join(top))) + tag("tbody", join(rows))
    return tag("div", tag("table", Html(inside), aria_label=name), "scroll")
