"""FRAUDAR-style greedy peeling: the densest blocks of a graph of patients and occasions, one after the other.

Hooi, Song, Beutel, Shah, Shin, Faloutsos 2016 (FRAUDAR: bounding graph fraud in the face of camouflage). An edge to an
occasion of d patients weighs 1 / log(d + 5). The node with the least weight left is taken away until none remains;
the block is what was there when weight ÷ nodes was largest. Its edges are removed for the next one.
"""

from __future__ import annotations

import heapq
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import Codes, Ints
from graphfraud.signals.events import Floats

CONSTANT = 5.0


def blocks(patient: Codes, occasion: Ints, *, least_density: float, most: int) -> list[tuple[Codes, float]]:
    """Give patients and density of up to `most` blocks, in the order in which they are found.

    Args:
        patient, occasion: one entry an edge, from 0, each edge once.
        least_density: the search ends at the first block that is less dense.
    """
    found: list[tuple[Codes, float]] = []
    patients = int(patient.max(initial=-1)) + 1
    while len(patient) and len(found) < most:
        weight = 1.0 / np.log(np.bincount(occasion)[occasion] + CONSTANT)
        inside, density = _densest(patient, occasion + patients, weight)
        if density < least_density:
            break
        block = inside[patient] & inside[occasion + patients]
        found.append((np.unique(patient[block]).astype(np.int32), density))
        patient, occasion = patient[~block], occasion[~block]
    return found


def _densest(a: Ints | Codes, b: Ints, weight: Floats) -> tuple[npt.NDArray[np.bool_], float]:
    """Give which nodes are in the densest block that peeling meets, and its density."""
    nodes = int(b.max()) + 1
    ends, others = np.concatenate([a, b]).astype(np.int64), np.concatenate([b, a]).astype(np.int64)
    order = np.argsort(ends, kind="stable")
    start = np.searchsorted(ends[order], np.arange(nodes + 1))
    taken, density = _peel(start, others[order], np.concatenate([weight, weight])[order])
    return taken, float(density)


@nb.njit(cache=True)
def _peel(start: Any, other: Any, weight: Any) -> Any:
    nodes = len(start) - 1
    left = np.zeros(nodes)
    for i in range(nodes):
        for e in range(start[i], start[i + 1]):
            left[i] += weight[e]
    total, alive = left.sum() / 2, 0
    heap = [(0.0, 0) for _ in range(0)]
    for i in range(nodes):
        if start[i + 1] > start[i]:
            heap.append((left[i], i))
            alive += 1
    heapq.heapify(heap)
    gone_at = np.full(nodes, -1)
    best, best_at = total / max(alive, 1), 0
    step = 0
    while alive > 1:
        value, i = heapq.heappop(heap)
        if gone_at[i] >= 0 or value > left[i]:
            continue
        gone_at[i] = step
        step += 1
        alive -= 1
        total -= left[i]
        for e in range(start[i], start[i + 1]):
            j = other[e]
            if gone_at[j] < 0:
                left[j] -= weight[e]
                heapq.heappush(heap, (left[j], j))
        if total / alive > best:
            best, best_at = total / alive, step
    inside = np.zeros(nodes, dtype=np.bool_)
    for i in range(nodes):
        # The last node left was never taken away; nodes without an edge were never there.
        inside[i] = start[i + 1] > start[i] and (gone_at[i] < 0 or gone_at[i] >= best_at)
    return inside, best
