"""Where nodes lie, px: computed here, so that a graph looks the same every time and a browser computes nothing."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

import igraph
import numpy as np

from graphfraud.store.refs import EntityRef

Point = tuple[float, float]
Ends = tuple[EntityRef, EntityRef]
SPACE = 110.0
# The frame that a graph is fitted into, px: of the drawing's width and height as much as is free of buttons.
WIDTH, HEIGHT, TALLEST, ROW = 580, 460, 760, 10
MARGIN = 36
APART = 44.0
"""Least px between the middles of neighbours; a graph that needs more room than its frame is drawn smaller."""
PLATE, NAME = 66.0, 18.0
"""Width in px that a node takes with its name, and the name's height below the node."""
ROUNDS = 80
BIGGEST = 42.0
FEW = 25
"""Nodes up to which they have their full size."""
SMALL = 120
"""Nodes up to which a layout gets all the moves it wants; 1,500 nodes take 2 s with a fifth of them."""
LINE = 60.0
"""Px from one line of names to the next."""
ACROSS = math.hypot(PLATE, APART)
"""Px from which on two nodes don't cover each other, whatever the direction."""
WIDE = 2.5
"""How many times wider than high a band of nodes is."""
LEVELS: Mapping[str, int] = {"hospital": 0, "clinic": 0, "pharmacy": 0, "doctor": 1, "operator": 1, "employer": 1}
"""Where a kind stands in bands and circles, 0 on top or inmost; patients come last."""


def spring(refs: Sequence[EntityRef], edges: Sequence[Ends]) -> list[Point]:
    """Lay out by Kamada and Kawai; nodes without an edge stand in a row below, where they don't push the rest."""
    joined = {ref for edge in edges for ref in edge}
    inner = [ref for ref in refs if ref in joined]
    at = {ref: i for i, ref in enumerate(inner)}
    points = dict(zip(inner, _layout(len(inner), tuple((at[a], at[b]) for a, b in edges)), strict=True))
    floor = max((y for _, y in points.values()), default=0.0) + SPACE
    left = min((x for x, _ in points.values()), default=0.0)
    alone = [ref for ref in refs if ref not in joined]
    points |= {ref: (left + i * SPACE, floor) for i, ref in enumerate(alone)}
    return [points[ref] for ref in refs]


def bands(refs: Sequence[EntityRef], edges: Sequence[Ends]) -> list[Point]:
    """Lay out in bands: institutions, doctors and others, patients; each node near the middle of its neighbours."""
    points: dict[EntityRef, Point] = {}
    top = 0.0
    for level in _levels(refs, edges):
        across = max(1, math.ceil(math.sqrt(len(level) * WIDE * LINE / PLATE)))
        for i, ref in enumerate(level):
            inside = min(across, len(level) - i // across * across)
            points[ref] = ((i % across - (inside - 1) / 2) * PLATE * 1.3, top + i // across * LINE)
        top += math.ceil(len(level) / across) * LINE + SPACE
    return [points[ref] for ref in refs]


def circles(refs: Sequence[EntityRef], edges: Sequence[Ends]) -> list[Point]:
    """Lay out in circles: institutions inmost, then doctors and others, patients outmost."""
    points: dict[EntityRef, Point] = {}
    radius = 0.0
    for level in _levels(refs, edges):
        left = list(level)
        while left:
            if radius == 0.0 and len(left) > 1:
                radius = SPACE
            fit = max(1, int(2 * math.pi * radius / ACROSS))
            here, left = left[:fit], left[fit:]
            for i, ref in enumerate(here):
                turn = 2 * math.pi * i / len(here)
                points[ref] = (radius * math.cos(turn), radius * math.sin(turn))
            radius += SPACE
    return [points[ref] for ref in refs]


LAYOUTS: dict[str, Callable[[Sequence[EntityRef], Sequence[Ends]], list[Point]]] = {
    "spring": spring,
    "bands": bands,
    "circles": circles,
}
"""Every layout by the name that addresses use; the first is the usual one."""


def frame_height(n: int) -> int:
    """Give the height of the drawing in px: more nodes need more room for their names."""
    return min(max(HEIGHT, ROW * n), TALLEST)


def shrunk(n: int) -> float:
    """Give by how much nodes are smaller where there are many."""
    return min(1.0, max(0.6, math.sqrt(FEW / max(1, n))))


def _levels(refs: Sequence[EntityRef], edges: Sequence[Ends]) -> list[list[EntityRef]]:
    """Give the nodes level by level, in a level by the mean place of their neighbours in the levels before."""
    beside: dict[EntityRef, list[EntityRef]] = {}
    for a, b in edges:
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    place: dict[EntityRef, float] = {}
    found = []
    for level in range(max(LEVELS.values()) + 2):
        own = [ref for ref in refs if LEVELS.get(ref.kind, max(LEVELS.values()) + 1) == level]
        means = {}
        for i, ref in enumerate(own):
            before = [place[other] for other in beside.get(ref, ()) if other in place]
            means[ref] = sum(before) / len(before) if before else i / len(own)
        own.sort(key=lambda ref: means[ref])
        place |= {ref: i / len(own) for i, ref in enumerate(own)}
        found.append(own)
    return [level for level in found if level]


@lru_cache(maxsize=64)
def _layout(n: int, edges: tuple[tuple[int, int], ...]) -> tuple[Point, ...]:
    """Lay out by Kamada and Kawai from a circle: no chance in it, unlike Fruchterman and Reingold in igraph."""
    if n < 3:
        return tuple((i * SPACE, 0.0) for i in range(n))
    start = [(math.cos(2 * math.pi * i / n), math.sin(2 * math.pi * i / n)) for i in range(n)]
    moves = (50 if n <= SMALL else 10) * n
    layout = igraph.Graph(n=n, edges=edges).layout_kamada_kawai(seed=start, maxiter=moves)
    return _spread([(float(x), float(y)) for x, y in layout])


def _spread(points: list[Point]) -> tuple[Point, ...]:
    """Fill the frame, so that names come out in their own size; grow past it where neighbours would touch."""
    low = [min(p[i] for p in points) for i in (0, 1)]
    extents = [max(p[i] for p in points) - low[i] for i in (0, 1)]
    # A flat graph stays flat: stretched to the frame it would pretend to a shape.
    widest = max(*extents, 1e-9)
    scales = [
        (room - 2 * MARGIN) / max(extent, widest / 2)
        for room, extent in zip((WIDTH, frame_height(len(points))), extents, strict=True)
    ]
    placed = np.array([((x - low[0]) * scales[0], (y - low[1]) * scales[1]) for x, y in points])
    between = np.hypot(*(np.subtract.outer(placed[:, axis], placed[:, axis]) for axis in (0, 1)))
    np.fill_diagonal(between, np.inf)
    nearest = sorted(between.min(axis=0).tolist())
    more = max(1.0, APART / (nearest[len(nearest) // 2] or 1.0))
    grown = [(float(x), float(y)) for x, y in placed * more]
    apart = _separate(grown) if len(points) <= SMALL else grown
    return tuple((round(x, 1), round(y, 1)) for x, y in apart)


def _separate(points: list[Point]) -> list[Point]:
    """Push nodes whose names would cover each other apart, each pair along the axis with the shorter way."""
    plate = (PLATE, NAME + BIGGEST * shrunk(len(points)))
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
