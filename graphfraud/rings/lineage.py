"""Ring identity across runs: which ring of this run is which of the last one.

Rings are matched one to one so that the sum of Jaccard indices is largest (Hungarian method,
`scipy.optimize.linear_sum_assignment`), counting pairs with Jaccard ≥ 0.3 or overlap ≥ 0.5 of the smaller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from graphfraud.model.ring import Lineage

MIN_JACCARD = 0.3
MIN_OVERLAP = 0.5
SAME = 0.1
"""A ring that changed by less than this share of its members is the same, not grown or shrunk."""


def trace(
    now: Sequence[frozenset[str]], before: Sequence[tuple[str, frozenset[str]]]
) -> list[tuple[str | None, Lineage]]:
    """Give, for each ring of now (its patients), the ring_id it continues (None: new) and its lineage.

    Args:
        now: patients of each ring of this run.
        before: ring_id and patients of each ring of the previous run.
    """
    if not before:
        return [(None, Lineage()) for _ in now]
    # Slow to import, and only needed where there is a previous run.
    from scipy.optimize import linear_sum_assignment

    likeness = np.zeros((len(now), len(before)))
    # Most pairs of rings have nobody in common, and need no look.
    holders: dict[str, set[int]] = defaultdict(set)
    for j, (_, patients) in enumerate(before):
        for patient in patients:
            holders[patient].add(j)
    for i, patients in enumerate(now):
        for j in set().union(*(holders[patient] for patient in patients)):
            likeness[i, j] = _likeness(patients, before[j][1])
    rows, columns = linear_sum_assignment(-likeness)
    matched = {int(i): int(j) for i, j in zip(rows, columns, strict=True) if likeness[i, j] > 0}
    result: list[tuple[str | None, Lineage]] = []
    for i, patients in enumerate(now):
        parents = [j for j in range(len(before)) if likeness[i, j] > 0]
        twins = [j for j in parents if i in matched and matched[i] == j and likeness[i, j] >= 1 - SAME]
        # Rings that share members overlap without being one: a ring that hardly changed has one parent.
        parents = twins or parents
        children = {j: 1 if twins else int((likeness[:, j] > 0).sum()) for j in parents}
        previous = tuple(sorted(before[j][0] for j in parents))
        event = _event(patients, [before[j][1] for j in parents], [children[j] for j in parents])
        kept = before[matched[i]][0] if i in matched else None
        result.append((kept, Lineage(event, previous)))
    return result


def _likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """Jaccard index of rings with somebody in common, or 0 where they share too little to be one."""
    common = len(a & b)
    jaccard = common / len(a | b)
    return jaccard if jaccard >= MIN_JACCARD or common / min(len(a), len(b)) >= MIN_OVERLAP else 0.0


def _event(patients: frozenset[str], parents: list[frozenset[str]], children: list[int]) -> str:
    if not parents:
        return "new"
    if len(parents) > 1:
        return "merged"
    if children[0] > 1:
        return "split"
    parent = parents[0]
    if len(patients ^ parent) <= SAME * len(parent | patients):
        return "same"
    return "grown" if len(patients) >= len(parent) else "shrunk"
