"""The graph of a ring as a list of things to draw, for a PDF page and for a picture alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import theme
from app.components.graph import LINES, LOOKS, Graph, captions, positions
from app.report.lettering import printable, width
from app.texts import Texts

Point = tuple[float, float]
INK, PAPER = "#1a2530", "#ffffff"
SMALL = 8.0
"""Size in points of names on the graph and of the legend."""
LONGEST_NAME = 24
MOST_NAMED = 120
"""Nodes up to which patients are named; with more, names would cover the graph."""
MARGIN, LEGEND = 40.0, 26.0
LEAST, MOST = 9.0, 20.0
"""Size in points of the nodes."""
FADED = 0.65
"""How strong a line is, as on the screen; paper mixes it with white."""
DASHES = {"solid": (), "dashed": (6.0, 3.0), "dotted": (1.5, 2.5)}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; `dashes` are lengths of ink and gap."""

    a: Point
    b: Point
    width: float
    colour: str
    dashes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A node: its middle, size, colour and shape (a name of `LOOKS`)."""

    at: Point
    size: float
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words with the middle of their line at `at`; `centred` or beginning there. `plate`: on a white ground."""

    at: Point
    text: str
    size: float
    centred: bool = True
    colour: str = INK
    plate: bool = False


Item = Stroke | Mark | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Things to draw, back to front, on a white sheet in points; y grows downwards."""

    width: float
    height: float
    items: tuple[Item, ...]

    def moved(self, by: float) -> Picture:
        """Give the same things further down on the same sheet."""
        return Picture(self.width, self.height, tuple(_down(item, by) for item in self.items))


def picture(t: Texts, graph: Graph, across: float, tallest: float) -> Picture:
    """Draw a graph with its legend on a sheet `across` wide and at most `tallest` high."""
    legend = _legend(t, graph, across)
    foot = LEGEND * (1 + max((item.at[1] for item in legend if isinstance(item, Words)), default=0.0) // LEGEND)
    points, height = _fit(positions(graph), across, tallest - foot)
    place = dict(zip((node.ref for node in graph.nodes), points, strict=True))
    paper = theme.colours("light")
    strokes = [
        Stroke(place[e.a], place[e.b], 0.6 + 2.6 * e.weight, _faded(paper[e.kind]), DASHES[LINES[e.kind]])
        for e in graph.edges
    ]
    marks, names = [], []
    for node, caption, at in zip(graph.nodes, captions(graph.nodes), points, strict=True):
        colour, shape = LOOKS[node.ref.kind]
        size = LEAST + (MOST - LEAST) * node.weight
        marks.append(Mark(at, size, colour, shape))
        if len(graph.nodes) <= MOST_NAMED or node.ref.kind != "patient":
            below = (at[0], at[1] + size / 2 + SMALL * 0.8)
            names.append(Words(below, printable(caption, LONGEST_NAME), SMALL, plate=True))
    moved = tuple(_down(item, height) for item in legend)
    return Picture(across, height + foot, (*strokes, *marks, *names, *moved))


def _fit(points: Sequence[Point], across: float, tallest: float) -> tuple[list[Point], float]:
    """Bring positions onto the sheet, never enlarged beyond a point a pixel; give them with the height they take."""
    low = [min((p[i] for p in points), default=0.0) for i in (0, 1)]
    extent = [max((p[i] for p in points), default=0.0) - low[i] for i in (0, 1)]
    rooms = (across - 2 * MARGIN, tallest - 2 * MARGIN)
    scale = min([1.0, *(room / e for room, e in zip(rooms, extent, strict=True) if e > 0)])
    left = (across - extent[0] * scale) / 2
    placed = [(left + (x - low[0]) * scale, MARGIN + (y - low[1]) * scale) for x, y in points]
    return placed, extent[1] * scale + 2 * MARGIN


def _legend(t: Texts, graph: Graph, across: float) -> list[Item]:
    """Say what colours, shapes and lines mean, in as many lines as it takes."""
    kinds = sorted({node.ref.kind for node in graph.nodes}, key=list(LOOKS).index)
    relations = sorted({edge.kind for edge in graph.edges})
    items: list[Item] = []
    x, y = MARGIN / 2, LEGEND / 2
    for code, named in [(k, t.named("kind", k)) for k in kinds] + [(r, t.named("relation", r)) for r in relations]:
        sign = 12.0 if code in LOOKS else 24.0
        wide = sign + 4 + width(named, SMALL) + 14
        if x + wide > across - MARGIN / 2:
            x, y = MARGIN / 2, y + LEGEND
        if code in LOOKS:
            colour, shape = LOOKS[code]
            items.append(Mark((x + sign / 2, y), 9.0, colour, shape))
        else:
            colour = _faded(theme.colours("light")[code])
            items.append(Stroke((x, y), (x + sign, y), 1.6, colour, DASHES[LINES[code]]))
        items.append(Words((x + sign + 4, y), named, SMALL, centred=False))
        x += wide
    return items


def _down(item: Item, by: float) -> Item:
    if isinstance(item, Stroke):
        return Stroke((item.a[0], item.a[1] + by), (item.b[0], item.b[1] + by), item.width, item.colour, item.dashes)
    if isinstance(item, Mark):
        return Mark((item.at[0], item.at[1] + by), item.size, item.colour, item.shape)
    return Words((item.at[0], item.at[1] + by), item.text, item.size, item.centred, item.colour, item.plate)


def _faded(colour: str) -> str:
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * FADED):02x}" for part in parts)


def corners(mark: Mark) -> list[Point]:
    """Give the corners of a mark that isn't round."""
    x, y, r = *mark.at, mark.size / 2
    shapes: dict[str, list[Point]] = {
        "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        "triangle": [(0, -1.1), (1.1, 0.9), (-1.1, 0.9)],
        "hexagon": [(-1, 0), (-0.5, -0.87), (0.5, -0.87), (1, 0), (0.5, 0.87), (-0.5, 0.87)],
        "round-rectangle": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    }
    return [(x + dx * r, y + dy * r) for dx, dy in shapes[mark.shape]]
