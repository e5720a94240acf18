"""The k shortest simple paths between two nodes, in the order of length, then node numbers.

Paths are found one by one: the set of all simple paths is split by prefix, and only the part that can hold the
next path is searched (E. L. Lawler, A procedure for computing the K best solutions, Management Science 1972;
J. Y. Yen 1971). A search is breadth-first from both ends and takes the smaller front first, so it touches a
small part of the graph. All work is counted in edges looked at, so a limit on it gives the same answer anywhere.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from graphfraud.store.graph_files import Adjacency, Ints

Flags = npt.NDArray[np.bool_]

WORK_LIMIT = 300_000_000
"""Edges that one question may look at: a few seconds."""
BOUND_LIMIT = 100_000
"""Edges to look at for lower bounds on the hops to the end."""


class OutOfWork(Exception):
    """The limit of work is reached."""


@dataclass
class Search:
    """One question: which nodes are closed, and how much work is left."""

    graph: Adjacency
    closed: Flags
    end: int
    work_left: int = WORK_LIMIT

    @cached_property
    def least(self) -> npt.NDArray[np.int8]:
        """At least how many hops each node is from the end: exact near it, one more than the farthest exact beyond."""
        seen = self.closed.copy()
        seen[self.end] = True
        layers: list[Ints] = [np.array([self.end], np.int32)]
        spent = 0
        while len(layers[-1]) and spent + self.cost(layers[-1]) <= BOUND_LIMIT:
            spent += self.cost(layers[-1])
            layers.append(self.expand(layers[-1], seen))
        hops = np.full(len(self.graph), len(layers), np.int8)
        for distance, layer in enumerate(layers):
            hops[layer] = distance
        return hops

    def cost(self, front: Ints) -> int:
        """Give how many edges leave `front`."""
        return int((self.graph.offsets[front + 1] - self.graph.offsets[front]).sum())

    def expand(self, front: Ints, seen: Flags) -> Ints:
        """Give the nodes next to `front` that are neither closed nor seen, ascending, and mark them as seen."""
        self.work_left -= self.cost(front)
        if self.work_left < 0:
            raise OutOfWork
        found = self.graph.next_to(front)
        found = np.unique(found[~seen[found]])
        seen[found] = True
        return found


@dataclass(frozen=True, order=True)
class Part:
    """The simple paths that begin with `prefix` and then do not go to one of `without`.

    `path` is the first of them, or, until it is searched, a bound below it.
    """

    length: int
    path: tuple[int, ...]
    searched: bool
    prefix: tuple[int, ...] = field(compare=False)
    without: frozenset[int] = field(compare=False)


def k_shortest(
    graph: Adjacency, a: int, b: int, *, closed: Flags, max_hops: int, k: int, work_limit: int = WORK_LIMIT
) -> tuple[list[tuple[int, ...]], bool]:
    """Give up to `k` simple paths from `a` to `b` of at most `max_hops` hops, and whether the search is complete.

    Args:
        graph: sorted adjacency.
        a: first node.
        b: last node, another than `a`.
        closed: n flags; a closed node lies on no path, save that `a` and `b` are never closed.
        max_hops: most edges of a path.
        k: most paths.
        work_limit: most edges to look at.
    """
    closed = closed.copy()
    closed[[a, b]] = False
    search = Search(graph, closed, b, work_limit)
    found: list[tuple[int, ...]] = []
    parts = [Part(1, (a,), False, (a,), frozenset())]
    try:
        while parts and len(found) < k:
            part = heapq.heappop(parts)
            if part.searched:
                found.append(part.path)
                later = _split(part)
            else:
                # Only as far as the bound: where many paths tie, nothing longer is ever searched.
                later = _search(search, part, part.length if found else max_hops, max_hops)
            for rest in later:
                heapq.heappush(parts, rest)
    except OutOfWork:
        return found, False
    return found, True


def _search(search: Search, part: Part, most: int, max_hops: int) -> list[Part]:
    """Give the part with its first path, or, where that has more than `most` hops, with a higher bound."""
    path = first_path(search, part.prefix, part.without, most)
    if path:
        return [replace(part, length=len(path) - 1, path=path, searched=True)]
    return [replace(part, length=most + 1, path=part.prefix)] if most < max_hops else []


def _split(part: Part) -> list[Part]:
    """Give the parts that together hold all paths of `part` save its first."""
    rests = []
    for i in range(len(part.prefix), len(part.path)):
        prefix = part.path[:i]
        without = frozenset({part.path[i]}) | (part.without if prefix == part.prefix else frozenset())
        # The first of the rest is no shorter than the path that it follows, and comes after it.
        rests.append(Part(part.length, (*prefix, part.path[i] + 1), False, prefix, without))
    return rests


def first_path(
    search: Search, prefix: tuple[int, ...], without: frozenset[int], max_hops: int
) -> tuple[int, ...] | None:
    """Give the first path to the end that begins with `prefix` and does not go on to `without`, or None."""
    left = max_hops - len(prefix) + 1
    if left < 1:
        return None
    seen_from_end = search.closed.copy()
    seen_from_end[list(prefix)] = True
    seen = seen_from_end.copy()
    seen_from_end[search.end] = True
    first = search.expand(np.array(prefix[-1:], np.int32), seen)
    seen[list(without)] = search.closed[list(without)]
    first = np.setdiff1d(first, np.fromiter(without, np.int32, len(without)), assume_unique=True)
    # The bounds cost one wide search: they pay off from the second path on.
    least = search.least if len(prefix) > 1 or without else None
    layers = [first if least is None else first[least[first] < left]]
    layers_from_end: list[Ints] = [np.array([search.end], np.int32)]
    met = _common(layers[-1], layers_from_end[-1])
    while not len(met):
        if len(layers) + len(layers_from_end) > left or not len(layers[-1]) or not len(layers_from_end[-1]):
            return None
        if search.cost(layers[-1]) <= search.cost(layers_from_end[-1]):
            front = search.expand(layers[-1], seen)
            layers.append(front if least is None else front[least[front] < left - len(layers)])
        else:
            layers_from_end.append(search.expand(layers_from_end[-1], seen_from_end))
        met = _common(layers[-1], layers_from_end[-1])
    return (*prefix, *_smallest(search.graph, [*layers[:-1], met, *layers_from_end[-2::-1]], len(layers) - 1))


def _smallest(graph: Adjacency, layers: list[Ints], met_at: int) -> list[int]:
    """Give the smallest sequence with one node a layer, each next to the one before.

    Past `met_at` every node leads on to the end; before it the nodes that don't are dropped first.
    """
    for i in range(met_at - 1, -1, -1):
        near = np.zeros(len(graph), np.bool_)
        near[graph.next_to(layers[i + 1])] = True
        layers[i] = layers[i][near[layers[i]]]
    path = [int(layers[0][0])]
    for layer in layers[1:]:
        path.append(int(_common(layer, graph.of(path[-1]))[0]))
    return path


def _common(a: Ints, b: Ints) -> Ints:
    """Give what two ascending arrays share, ascending."""
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    if not len(few):
        return few
    at = np.minimum(np.searchsorted(many, few), len(many) - 1)
    shared: Ints = few[many[at] == few]
    return shared
