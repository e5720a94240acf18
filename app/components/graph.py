"""The relationship graph: what it holds, how it looks, and the one adapter to the drawing component.

Positions come from `graphfraud.canvas.layout`: the browser has nothing to compute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from streamlit_cytoscape import EdgeStyle, Event, NodeStyle, streamlit_cytoscape

from app import theme
from app.components.html import Html, join, run, script, show, tag, text
from app.texts import Texts
from graphfraud.canvas.layout import BIGGEST, MARGIN, Point, frame_height, shrunk, spring
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
LINES = {"together": "solid", "visited": "dashed", "treated": "dotted", "practises": "dotted", "owner": "dashed"}
SMALLEST = 22.0


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


def positions(graph: Graph) -> list[Point]:
    """Give x and y of each node in pixels; the same graph gives the same positions."""
    return spring([node.ref for node in graph.nodes], [(edge.a, edge.b) for edge in graph.edges])


def captions(nodes: Sequence[Node]) -> list[str]:
    """Give each node's name, its id where it has none; masked names that are alike get the end of their id."""
    times = Counter(node.name for node in nodes)
    return [
        node.ref.id if not node.name else node.name if times[node.name] == 1 else f"{node.name} {node.ref.id[-4:]}"
        for node in nodes
    ]


def elements(t: Texts, graph: Graph) -> dict[str, Any]:
    """Give the component's input: names that start with an underscore steer the drawing and are not shown."""
    size = shrunk(len(graph.nodes))
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
    clicked = mount(
        t,
        elements(t, graph),
        [_node_style(t, kind) for kind in kinds],
        [_edge_style(t, kind) for kind in sorted({edge.kind for edge in graph.edges})],
        frame_height(len(graph.nodes)),
        key,
        [Event("picked", "tap", "node, edge")],
    )
    show(legend(t, kinds, sorted({edge.kind for edge in graph.edges})))
    return str(clicked.get("data", {}).get("target_id", ""))


def mount(
    t: Texts,
    elements: dict[str, Any],
    node_styles: list[NodeStyle],
    edge_styles: list[EdgeStyle],
    height: int,
    key: str,
    events: list[Event],
) -> dict[str, Any]:
    """Put the drawing component on the page; give what it said last, nothing before the first word.

    As long as `key` and language stay, the drawing stays too, and takes only what is new in `elements`.
    """
    said = streamlit_cytoscape(
        elements,
        layout={"name": "preset", "fit": True, "padding": MARGIN},
        node_styles=node_styles,
        edge_styles=edge_styles,
        height=height,
        key=f"{key}-{t.lang}",
        events=events,
    )
    _translate(t)
    return said if isinstance(said, dict) else {}


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
    return NodeStyle(t.named("kind", kind), colour, "_caption", custom_styles={"shape": shape, **node_look()})


def node_look() -> dict[str, Any]:
    """Give what every node looks like, whatever it stands for."""
    page = theme.now()
    return {
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


def _edge_style(t: Texts, kind: str) -> EdgeStyle:
    colour, line = theme.now()[kind], LINES[kind]
    custom = {"width": "data(_width)", "opacity": 0.65, "line-style": line}
    return EdgeStyle(t.named("relation", kind), colour, curve_style="straight", custom_styles=custom)


def _translate(t: Texts) -> None:
    """Put the component's labels into the reader's language; its own panel and its unrecorded export go."""
    words = {name: t(f"graph.{name}") for name in ("refresh", "fullscreen", "in", "out", "fit", "centre")}
    colours = theme.now()
    run(script("graph", **words, line=colours["line"], paper=colours["paper"]))
