"""The drawing of the Graph view: how entities and relations look, what is told of each, what a hand did to them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit_cytoscape import EdgeStyle, NodeStyle

from app import theme
from app.components.graph import LINES as STROKES
from app.components.graph import LOOKS, SMALLEST, Node, captions, mount, node_look
from app.components.graph_sheet import LINES, Drawn, Line
from app.components.html import Html, address, join, run, script, show, tag, text
from app.components.ring_graph import strongest
from app.texts import Texts
from app.words import count, money, number
from graphfraud.canvas.acts import FARTHEST, LETTERS
from graphfraud.canvas.layout import BIGGEST, shrunk
from graphfraud.canvas.sheet import Dot
from graphfraud.store.base import EntityRef

HEIGHT = 620
MOST_LINES = 3_000
"""Lines drawn, the strongest first: more are a grey cloth that also takes the browser more than ten seconds."""
ROLES = {
    "member": "#0072B2",
    "venue": "#D55E00",
    "prescriber": "#009E73",
    "broker": "#CC79A7",
    "seller": "#E69F00",
    "buyer": "#56B4E9",
    "certifier": "#8a6d00",
    "payee": "#5A5A5A",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """What a hand did in the drawing: `what` is `selected`, `expand` or `moved`."""

    what: str
    refs: tuple[EntityRef, ...] = ()
    line: str = ""
    places: tuple[tuple[EntityRef, int, int], ...] = ()


def put(
    t: Texts, seen: Drawn, key: str, *, by_role: bool, selected: Sequence[EntityRef], found: Sequence[EntityRef]
) -> Heard | None:
    """Draw the graph with its legend; give what was done in it since it was last drawn."""
    named = classes(t, seen, by_role=by_role)
    lines = drawn_lines(seen)
    labels = sorted(set(named.values()))
    kinds = sorted({LINES[line.relation.kind] for line in lines}, key=list(STROKES).index)
    said = mount(
        t,
        elements(t, seen, lines, named),
        [_node_style(named, colour) for named, colour in labels],
        [_line_style(t, kind) for kind in kinds],
        HEIGHT,
        key,
        [],
    )
    _show_state(seen, selected, found)
    show(_legend(t, seen, labels, kinds, by_role))
    stamp = said.get("timestamp")
    if not stamp or st.session_state.get("graph-heard") == stamp:
        return None
    st.session_state["graph-heard"] = stamp
    return heard(said)


def heard(said: Mapping[str, Any]) -> Heard | None:
    """Read what the drawing said; what can't be read is nothing."""
    data = said.get("data")
    what = said.get("action")
    if not isinstance(data, dict) or what not in ("selected", "expand", "moved"):
        return None
    places = []
    for place in data.get("places", ()):
        ref = _entity(str(place[0]))
        x, y = (round(min(max(float(v), -FARTHEST), FARTHEST)) for v in place[1:3])
        places.append((ref, x, y))
    return Heard(what, tuple(_entity(str(id)) for id in data.get("ids", ())), str(data.get("line", "")), tuple(places))


def drawn_lines(seen: Drawn) -> list[Line]:
    """Give the lines to draw: of many linked pairs the strongest of each patient, and `MOST_LINES` in all."""
    pairs = [line for line in seen.lines if line.scheme]
    rows = [{"a": p.relation.a.id, "b": p.relation.b.id, "observed": p.n, "expected": p.expected} for p in pairs]
    kept = {pairs[i].id for i in strongest(rows)}
    return [line for line in seen.lines if not line.scheme or line.id in kept][:MOST_LINES]


def elements(
    t: Texts, seen: Drawn, drawn: Sequence[Line], named: Mapping[EntityRef, tuple[str, str]]
) -> dict[str, Any]:
    """Give the component's input; names that start with an underscore steer the drawing and are not shown."""
    nodes = as_nodes(seen)
    size = shrunk(len(nodes))
    paths, colours = _on_paths(seen), theme.now()
    dots = [
        {
            "data": {
                "id": str(node.ref),
                "label": named[node.ref][0],
                "_caption": caption,
                "_size": round(size * (SMALLEST + (BIGGEST - SMALLEST) * node.weight), 1),
                "_shape": LOOKS[node.ref.kind][1],
                "_rim": 3 if seen.sheet.dots[node.ref].pinned else 0,
                "_tip": _about(t, seen, node.ref, caption, named[node.ref][0]),
            },
            "position": _position(seen.sheet.dots[node.ref]),
        }
        for node, caption in zip(nodes, captions(nodes), strict=True)
    ]
    most = max((math.log1p(line.n) for line in seen.lines), default=1.0)
    lines = [
        {
            "data": {
                "id": line.id,
                "source": str(line.relation.a),
                "target": str(line.relation.b),
                "label": t.named("relation", LINES[line.relation.kind]),
                "_width": round(1 + 5 * math.log1p(line.n) / most, 1),
                "_colour": colours["mark" if on_path(line, paths) else LINES[line.relation.kind]],
                "_tip": about_line(t, seen, line),
            }
        }
        for line in drawn
    ]
    return {"nodes": dots, "edges": lines}


def as_nodes(seen: Drawn) -> list[Node]:
    """Give the entities with their weight: of members the strength, of others how many lines they have."""
    degree = seen.degree()
    most = max((math.log1p(n) for n in degree.values()), default=1.0)
    return [
        Node(
            ref,
            seen.names.get(ref, ""),
            min(max(seen.roles[ref].strength, 0.0), 1.0) if ref in seen.roles else math.log1p(degree[ref]) / most,
        )
        for ref in seen.nodes
    ]


def about_line(t: Texts, seen: Drawn, line: Line) -> str:
    """Say in words what is between two entities."""
    r = line.relation
    ends = t("board.between", a=called(seen, r.a), b=called(seen, r.b))
    kind = t.named("relation", LINES[r.kind])
    if line.scheme:
        met = t("board.line.linked", n=count(line.n), expected=number(line.expected))
        return "\n".join((ends, kind, t.named("scheme", line.scheme), met))
    if r.sorts:
        shared = t("comma").join(t.named("owner", sort) for sort in r.sorts)
        return "\n".join((ends, kind, t("board.line.owner", sorts=shared)))
    when = f"{r.first[:10]} – {r.last[:10]}"
    paid = t("board.line.claims", n=count(r.settlements), fund=money(t, r.fund_pay_sumamt))
    return "\n".join((ends, kind, when, paid))


def called(seen: Drawn, ref: EntityRef) -> str:
    """Give name and id of an entity on the graph."""
    return " ".join(filter(None, (seen.names.get(ref, ""), ref.id)))


def on_path(line: Line, paths: set[frozenset[EntityRef]]) -> bool:
    """Say whether a line is a hop of a path that was searched for."""
    return line.relation.settlements > 0 and not line.scheme and frozenset((line.relation.a, line.relation.b)) in paths


def _on_paths(seen: Drawn) -> set[frozenset[EntityRef]]:
    return {frozenset(pair) for path in seen.sheet.paths for pair in zip(path.nodes, path.nodes[1:], strict=False)}


def classes(t: Texts, seen: Drawn, *, by_role: bool) -> dict[EntityRef, tuple[str, str]]:
    """Give each entity's class in words and its colour."""
    if not by_role:
        return {ref: (t.named("kind", ref.kind), LOOKS[ref.kind][0]) for ref in seen.nodes}
    outside = (t("board.outside"), theme.now()["outside"])
    return {
        ref: (t.named("role", seen.roles[ref].role), ROLES[seen.roles[ref].role]) if ref in seen.roles else outside
        for ref in seen.nodes
    }


def _about(t: Texts, seen: Drawn, ref: EntityRef, caption: str, named: str) -> str:
    kind = t.named("kind", ref.kind)
    lines = [caption if ref.id in caption else f"{caption} {ref.id}", kind if named == kind else f"{kind} · {named}"]
    if ref in seen.roles:
        lines.append(t("board.node.strength", strength=f"{seen.roles[ref].strength:.0%}"))
    lines += [
        t(
            "board.showing",
            kind=t.named("kind", kind) if kind else t("board.neighbours"),
            shown=count(e.shown),
            total=count(e.total),
        )
        for (of, kind), e in seen.sheet.expansions.items()
        if of == ref
    ]
    if seen.sheet.dots[ref].pinned:
        lines.append(t("board.pinned"))
    return "\n".join(lines)


def _position(dot: Dot) -> dict[str, float]:
    return {"x": dot.at[0], "y": dot.at[1]}


def _node_style(named: str, colour: str) -> NodeStyle:
    custom = {**node_look(), "shape": "data(_shape)", "border-width": "data(_rim)", "border-color": theme.now()["ink"]}
    return NodeStyle(named, colour, "_caption", custom_styles=custom)


def _line_style(t: Texts, kind: str) -> EdgeStyle:
    colour = theme.now()[kind]
    custom = {"width": "data(_width)", "opacity": 0.65, "line-style": STROKES[kind], "line-color": "data(_colour)"}
    return EdgeStyle(t.named("relation", kind), colour, curve_style="straight", custom_styles=custom)


def _legend(t: Texts, seen: Drawn, labels: Sequence[tuple[str, str]], kinds: Sequence[str], by_role: bool) -> Html:
    """Say what colours, shapes and lines mean."""
    marks = [tag("span", join([tag("i", Html(""), "round", style=f"background:{c}"), text(n)])) for n, c in labels]
    shapes = sorted({ref.kind for ref in seen.nodes}, key=list(LETTERS).index) if by_role else []
    said = [
        t(
            "board.shapes",
            shapes=t("comma").join(t(f"board.shape.{LOOKS[k][1]}", kind=t.named("kind", k)) for k in shapes),
        )
    ]
    lines = [tag("span", join([tag("i", Html(""), kind), text(t.named("relation", kind))])) for kind in kinds]
    if seen.sheet.paths:
        lines.append(tag("span", join([tag("i", Html(""), "path"), text(t("board.path"))])))
    how = [*(said if shapes else []), t("board.how")]
    return tag("div", join([*marks, *lines, *(tag("span", text(part)) for part in how)]), "legend")


def _show_state(seen: Drawn, selected: Sequence[EntityRef], found: Sequence[EntityRef]) -> None:
    """Tell the drawing what is selected and found, and how far it reaches, by which it knows that it is up to date."""
    at = [seen.sheet.dots[ref].at for ref in seen.nodes] or [(0.0, 0.0)]
    reach = [min(x for x, _ in at), min(y for _, y in at), max(x for x, _ in at), max(y for _, y in at)]
    state = {"selected": [*map(str, selected)], "found": [*map(str, found)], "reach": reach, "nodes": len(seen.nodes)}
    run(script("graph_board", state=json.dumps(state), hand=address("graph_hand")))


def _entity(key: str) -> EntityRef:
    kind, _, id = key.partition(":")
    return EntityRef(kind, id)
