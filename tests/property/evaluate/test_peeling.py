"""Peeling against every possible block of a small graph, and the planted blocks of a larger one."""

from __future__ import annotations

import math
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.evaluate import peeling

NODES = range(5)
EDGES = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=25)
Some = tuple[int, ...]
SOME = [chosen for n in NODES for chosen in combinations(NODES, n + 1)]


def dense(edges: set[tuple[int, int]], patients: Some, occasions: Some) -> float:
    """Give weight ÷ nodes of a block; the weights are those of the whole graph."""
    degree = {o: sum(b == o for _, b in edges) for _, o in edges}
    inside = sum(1 / math.log(degree[b] + 5) for a, b in edges if a in patients and b in occasions)
    return inside / (len(patients) + len(occasions))


@settings(max_examples=50, deadline=None)
@given(EDGES)
def test_no_block_is_twice_as_dense(edges: set[tuple[int, int]]) -> None:
    """Of all blocks (every one is tried) the densest is at most twice as dense: Charikar 2000; Hooi 2016, theorem 2."""
    ordered = np.array(sorted(edges), dtype=np.int64)
    patients, density = peeling.blocks(ordered[:, 0].astype(np.int32), ordered[:, 1], least_density=0, most=1)[0]
    found = tuple(patients.tolist())
    assert any(math.isclose(density, dense(edges, found, occasions)) for occasions in SOME)
    densest = max(dense(edges, some, occasions) for some, occasions in product(SOME, SOME))
    assert density - 1e-9 <= densest <= 2 * density + 1e-9


def test_planted_blocks_come_out_one_after_the_other() -> None:
    rng = np.random.default_rng(2)
    planted = [(p, o) for p in range(8) for o in range(8)] + [(p + 8, o + 8) for p in range(6) for o in range(6)]
    noise = [(int(p), int(o)) for p, o in zip(rng.integers(14, 300, 400), rng.integers(16, 400, 400), strict=True)]
    edges = np.array(sorted({*planted, *noise}), dtype=np.int64)
    found = peeling.blocks(edges[:, 0].astype(np.int32), edges[:, 1], least_density=0.9, most=10)
    assert [patients.tolist() for patients, _ in found] == [list(range(8)), list(range(8, 14))]
    assert math.isclose(found[0][1], 64 / math.log(13) / 16)
