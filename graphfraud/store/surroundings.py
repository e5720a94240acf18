"""What lies within some hops of an entity, hubs reached and not passed: the same way for every store."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from graphfraud.store.graph_files import EntityGraph, gather

N = TypeVar("N", int, str)


def spread(start: N, beside: Callable[[Sequence[N]], Iterable[N]], *, hops: int, limit: int) -> tuple[list[N], int]:
    """Give the nodes within `hops` hops, nearest first, equally near ones ascending, and how many were left out.

    Args:
        start: where to begin; it is the first of the answer.
        beside: gives the neighbours of those of the given nodes that may be passed.
        hops: most hops.
        limit: most nodes to give. The search ends where it is reached: farther nodes are neither given nor counted.
    """
    found, front, seen = [start], [start], {start}
    for _ in range(hops):
        front = sorted(set(beside(front)) - seen)
        room = limit - len(found)
        found += front[:room]
        if len(front) > room:
            return found, len(front) - room
        seen.update(front)
    return found, 0


def around(graph: EntityGraph, node: int, *, hub_degree: int, hops: int, limit: int) -> tuple[list[int], int]:
    """Give the nodes of an entity graph within `hops` hops of a node, as `spread` does; it is passed though a hub."""
    near = graph.adjacency

    def beside(front: Sequence[int]) -> list[int]:
        at = np.array(front, np.int64)
        at = at[(near.degrees[at] <= hub_degree) | (at == node)]
        reached: list[int] = np.unique(gather(near.offsets, near.neighbours, at)).tolist()
        return reached

    return spread(node, beside, hops=hops, limit=limit)
