"""What is close to an entity: personalised PageRank on the entity graph, with the settlements that connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graphfraud.model.ring import KINDS
from graphfraud.rings.closeness import Ties, personalised
from graphfraud.signals.events import Floats
from graphfraud.store.base import EntityRef, Path
from graphfraud.store.explore import path_of
from graphfraud.store.graph_files import EntityGraph

DAMPING = 0.85
WAYS = 3
"""Most connections shown of one entity: those through the least frequented others."""


@dataclass(frozen=True, slots=True)
class Near:
    """An entity at most two hops away.

    `closeness`: times that of the average entity of its kind. `paths`: the hop to it, or the hops through what both
    share, the least frequented first.
    """

    ref: EntityRef
    closeness: float
    paths: tuple[Path, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; paths are those of the contract."""
        return {
            "kind": self.ref.kind,
            "id": self.ref.id,
            "closeness": self.closeness,
            "paths": [p.to_dict() for p in self.paths],
        }


def ties(graph: EntityGraph) -> Ties:
    """Give who settled where and with whom, hubs damped: patients as rows, all others as columns in node order."""
    from scipy.sparse import csr_array

    patients = graph.nodes("patient")
    start, stop = graph.adjacency.offsets[[patients.start, patients.stop]]
    others = graph.adjacency.neighbours[start:stop].astype(np.int64)
    column = np.where(others < patients.start, others, others - len(patients))
    counts = graph.settlement_counts(graph.edges[start:stop]).astype(np.float64)
    offsets = graph.adjacency.offsets[patients.start : patients.stop + 1] - start
    shape = (len(patients), len(graph) - len(patients))
    return Ties.of(csr_array((counts, column, offsets), shape=shape))


def closest(graph: EntityGraph, tied: Ties, node: int, *, limit: int) -> tuple[Near, ...]:
    """Give the closest entities of a node, closest first (ties by kind and id).

    At most `limit` of each kind, and none that is no closer than the average of its kind.
    """
    close = _closeness(graph, tied, node)
    found: list[tuple[float, Near]] = []
    for kind in KINDS:
        here = graph.nodes(kind)
        own = close[here.start : here.stop]
        mean = own.mean() if len(here) else 1.0
        chosen = 0
        for at in np.argsort(-own, kind="stable").tolist():
            if chosen == limit or not own[at] > mean:
                break
            other = here.start + at
            paths = () if other == node else _paths(graph, node, other)
            if paths:
                times = float(f"{own[at] / mean:.6g}")
                found.append((own[at], Near(graph.ref(other), times, paths)))
                chosen += 1
    return tuple(near for _, near in sorted(found, key=lambda f: (-f[0], str(f[1].ref))))


def _closeness(graph: EntityGraph, tied: Ties, node: int) -> Floats:
    """Give the closeness of every node to one, in node order."""
    patients = graph.nodes("patient")
    start = np.zeros(len(graph))
    start[node] = 1.0
    inside = np.zeros(len(graph), bool)
    inside[patients.start : patients.stop] = True
    close = np.empty(len(graph))
    close[inside], close[~inside] = personalised(tied, start[inside], start[~inside], damping=DAMPING)
    return close


def _paths(graph: EntityGraph, node: int, other: int) -> tuple[Path, ...]:
    """Give the hop between two nodes, else the two hops through what they share; nothing where they share nothing."""
    ours = graph.adjacency.of(node)
    if other in ours:
        return (path_of(graph, (node, other)),)
    shared = np.intersect1d(ours, graph.adjacency.of(other), assume_unique=True)
    rarest = shared[np.argsort(graph.adjacency.degrees[shared], kind="stable")[:WAYS]]
    return tuple(path_of(graph, (node, int(between), other)) for between in rarest)
