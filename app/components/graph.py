"""The relationship graph: what it holds, where its nodes lie, and the one adapter to the drawing component.

Positions are computed here (igraph, started from a fixed circle), so that a graph looks the same every time and
the browser has nothing to compute.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import igraph
from streamlit_cytoscape import EdgeStyle, Event, NodeStyle, streamlit_cytoscape

from app import theme
from app.components.html import Html, join, run, script, show, tag, text
from app.texts import Texts
from graphfraud.store.base import EntityRef

DEFAULT_NODES = 300
MOST_NODES = 1500
# Okabe and Ito's palette: told apart with every common colour blindness; shapes say the same once more.
LOOKS: dict[str, tuple[str, str]] = {
    "patient": ("#0072B2", "ellipse"),
    "doctor": ("#009E73", "diamond"),
    "hospital": ("#D55E00", "round-rectangle"),
    "clinic": ("#CC79A7", "round-rectangle"),
    "pharmacy": ("#E69F00", "round-rectangle"),
    "employer": ("#56B4E9", "hexagon"),
    "operator": ("#7F7F7F", "triangle"),
}
# Their colours are named alike in styles/frame.css; the legend shows the same strokes.
LINES = {"together": "solid", "visited": "dashed", "treated": "dotted"}
SPACE = 110.0
# The frame that a graph is fitted into, px: of the drawing's width and height as much as is free of buttons.
WIDTH, HEIGHT, TALLEST, ROW = 580, 460, 760, 10
MARGIN = 36
APART = 44.0
"""Least px between the middles of neighbours; a graph that needs more room than its frame is drawn smaller."""
PLATE, NAME = 66.0, 18.0
"""Width in px that a node takes with its name, and the name's height below the node."""
ROUNDS = 80
SMALLEST, BIGGEST = 22.0, 42.0
FEW = 25
"""Nodes up to which they have their full size."""
SMALL = 120
"""Nodes up to which a layout gets all the moves it wants; 1,500 nodes take 2 s with a fifth of them."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity on the graph; `weight` (0–1) sets its size."""

    ref: EntityRef
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation; `weight` (0–1) sets its width, `id` comes back when it is clicked."""

    id: str
    a: EntityRef
    b: EntityRef
    kind: str
    weight: float


@dataclass(frozen=True, slots=True)
class Graph:
    """What is drawn, and how many nodes there are in all."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    total: int


def trim(nodes: Sequence[Node], edges: Sequence[Edge], limit: int) -> Graph:
    """Keep the first `limit` nodes (never more than 1,500) and the edges among them."""
    kept = tuple(nodes[: min(limit, MOST_NODES)])
    there = {node.ref for node in kept}
    return Graph(kept, tuple(e for e in edges if e.a in there and e.b in there), len(nodes))


def positions(graph: Graph) -> list[tuple[float, float]]:
    """Give x and y of each node in pixels; the same graph gives the same positions."""
    joined = {ref for edge in graph.edges for ref in (edge.a, edge.b)}
    inner = [node.ref for node in graph.nodes if node.ref in joined]
    points = dict(zip(inner, _joined(inner, graph.edges), strict=True))
    # Nodes without an edge stand in a row below, where they don't push the rest together.
    floor = max((y for _, y in points.values()), default=0.0) + SPACE
    left = min((x for x, _ in points.values()), default=0.0)
    alone = [node.ref for node in graph.nodes if node.ref not in joined]
    points |= {ref: (left + i * SPACE, floor) for i, ref in enumerate(alone)}
    return [points[node.ref] for node in graph.nodes]


def _joined(refs: Sequence[EntityRef], edges: Sequence[Edge]) -> list[tuple[float, float]]:
    at = {ref: i for i, ref in enumerate(refs)}
    return list(_layout(len(refs), tuple((at[edge.a], at[edge.b]) for edge in edges)))


@lru_cache(maxsize=64)
def _layout(n: int, edges: tuple[tuple[int, int], ...]) -> tuple[tuple[float, float], ...]:
    """Lay out by Kamada and Kawai from a circle: no chance in it, unlike Fruchterman and Reingold in igraph."""
    if n < 3:
        return tuple((i * SPACE, 0.0) for i in range(n))
    start = [(math.cos(2 * math.pi * i / n), math.sin(2 * math.pi * i / n)) for i in range(n)]
    moves = (50 if n <= SMALL else 10) * n
    layout = igraph.Graph(n=n, edges=edges).layout_kamada_kawai(seed=start, maxiter=moves)
    return _spread([(float(x), float(y)) for x, y in layout])


def frame_height(n: int) -> int:
    """Give the height of the drawing in px: more nodes need more room for their names."""
    return min(max(HEIGHT, ROW * n), TALLEST)


def _spread(points: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Fill the frame, so that names come out in their own size; grow past it where neighbours would touch."""
    low = [min(p[i] for p in points) for i in (0, 1)]
    extents = [max(p[i] for p in points) - low[i] for i in (0, 1)]
    # A flat graph stays flat: stretched to the frame it would pretend to a shape.
    widest = max(*extents, 1e-9)
    scales = [
        (room - 2 * MARGIN) / max(extent, widest / 2)
        for room, extent in zip((WIDTH, frame_height(len(points))), extents, strict=True)
    ]
    placed = [((x - low[0]) * scales[0], (y - low[1]) * scales[1]) for x, y in points]
    nearest = sorted(min(math.dist(p, q) for j, q in enumerate(placed) if j != i) for i, p in enumerate(placed))
    more = max(1.0, APART / (nearest[len(nearest) // 2] or 1.0))
    grown = [(x * more, y * more) for x, y in placed]
    apart = _separate(grown) if len(points) <= SMALL else grown
    return tuple((round(x, 1), round(y, 1)) for x, y in apart)


def _separate(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Push nodes whose names would cover each other apart, each pair along the axis with the shorter way."""
    plate = (PLATE, NAME + BIGGEST * _shrunk(len(points)))
    at = [list(point) for point in points]
    pairs = list(combinations(range(len(at)), 2))
    for _ in range(ROUNDS):
        moved = False
        for i, j in pairs:
            gaps = [at[j][axis] - at[i][axis] for axis in (0, 1)]
            missing = [plate[axis] - abs(gaps[axis]) for axis in (0, 1)]
            if min(missing) <= 0.1:
                continue
            axis = 0 if missing[0] < missing[1] else 1
            step = math.copysign(missing[axis] / 2, gaps[axis])
            at[i][axis] -= step
            at[j][axis] += step
            moved = True
        if not moved:
            break
    return [(x, y) for x, y in at]


def _shrunk(n: int) -> float:
    """Give by how much nodes are smaller where there are many."""
    return min(1.0, max(0.6, math.sqrt(FEW / max(1, n))))


def captions(nodes: Sequence[Node]) -> list[str]:
    """Give each node's name, its id where it has none; masked names that are alike get the end of their id."""
    times = Counter(node.name for node in nodes)
    return [
        node.ref.id if not node.name else node.name if times[node.name] == 1 else f"{node.name} {node.ref.id[-4:]}"
        for node in nodes
    ]


def elements(t: Texts, graph: Graph) -> dict[str, Any]:
    """Give the component's input: names that start with an underscore steer the drawing and are not shown."""
    size = _shrunk(len(graph.nodes))
    nodes = [
        {
            "data": {
                "id": str(node.ref),
                "label": t.named("kind", node.ref.kind),
                "_caption": caption,
                "_size": round(size * (SMALLEST + (BIGGEST - SMALLEST) * node.weight), 1),
            },
            "position": {"x": x, "y": y},
        }
        for node, caption, (x, y) in zip(graph.nodes, captions(graph.nodes), positions(graph), strict=True)
    ]
    edges = [
        {
            "data": {
                "id": edge.id,
                "source": str(edge.a),
                "target": str(edge.b),
                "label": t.named("relation", edge.kind),
                "_width": 1 + 5 * edge.weight,
            }
        }
        for edge in graph.edges
    ]
    return {"nodes": nodes, "edges": edges}


def draw(t: Texts, graph: Graph, key: str) -> str:
    """Draw the graph with its legend; give the id of the node or edge clicked last, or nothing."""
    kinds = sorted({node.ref.kind for node in graph.nodes}, key=list(LOOKS).index)
    clicked = streamlit_cytoscape(
        elements(t, graph),
        layout={"name": "preset", "fit": True, "padding": MARGIN},
        node_styles=[_node_style(t, kind) for kind in kinds],
        edge_styles=[_edge_style(t, kind) for kind in sorted({edge.kind for edge in graph.edges})],
        height=frame_height(len(graph.nodes)),
        key=f"{key}-{t.lang}",
        events=[Event("picked", "tap", "node, edge")],
    )
    _translate(t)
    show(legend(t, kinds, sorted({edge.kind for edge in graph.edges})))
    data = clicked.get("data", {}) if isinstance(clicked, dict) else {}
    return str(data.get("target_id", ""))


def legend(t: Texts, kinds: Sequence[str], relations: Sequence[str]) -> Html:
    """Say what colours, shapes and lines mean."""
    marks = [tag("span", join([_mark(kind), text(t.named("kind", kind))]), "") for kind in kinds]
    lines = [tag("span", join([tag("i", Html(""), r), text(t.named("relation", r))]), "") for r in relations]
    return tag("div", join([*marks, *lines, tag("span", text(t("graph.how")))]), "legend")


def _mark(kind: str) -> Html:
    colour, shape = LOOKS[kind]
    turn = ";transform:rotate(45deg)" if shape == "diamond" else ""
    return tag("i", Html(""), "round" if shape == "ellipse" else "", style=f"background:{colour}{turn}")


def _node_style(t: Texts, kind: str) -> NodeStyle:
    colour, shape = LOOKS[kind]
    page = theme.now()
    custom = {
        "shape": shape,
        "width": "data(_size)",
        "height": "data(_size)",
        "font-size": 13,
        "color": page["ink"],
        "text-valign": "bottom",
        "text-margin-y": 4,
        "text-wrap": "ellipsis",
        "text-max-width": 160,
        "text-background-color": page["paper"],
        "text-background-opacity": 0.75,
        "font-family": "Noto Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif",
    }
    return NodeStyle(t.named("kind", kind), colour, "_caption", custom_styles=custom)


def _edge_style(t: Texts, kind: str) -> EdgeStyle:
    colour, line = theme.now()[kind], LINES[kind]
    custom = {"width": "data(_width)", "opacity": 0.65, "line-style": line}
    return EdgeStyle(t.named("relation", kind), colour, curve_style="straight", custom_styles=custom)


def _translate(t: Texts) -> None:
    """Put the component's labels into the reader's language; its own panel and its unrecorded export go."""
    words = {name: t(f"graph.{name}") for name in ("refresh", "fullscreen", "in", "out", "fit", "centre")}
    colours = theme.now()
    run(script("graph", **words, line=colours["line"], paper=colours["paper"]))
