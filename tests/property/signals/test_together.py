from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.signals import together
from tests import events

ROW = st.tuples(st.integers(0, 7), st.integers(0, 2), st.integers(0, 9_000), st.integers(0, 40)).map(
    lambda r: (r[0], r[1], r[2], r[2] + r[3])
)


def brute(rows: list[tuple[int, int, int, int]], tol: int, min_joint: int) -> dict[tuple[int, int], int]:
    """Count by the definition: distinct days on which two patients were together."""
    days: dict[tuple[int, int], set[int]] = defaultdict(set)
    for x, y in combinations(rows, 2):
        if x[1] == y[1] and x[0] != y[0] and abs(x[2] - y[2]) <= tol and abs(x[3] - y[3]) <= tol:
            days[min(x[0], y[0]), max(x[0], y[0])].add(min(x[2], y[2]) // 1000)
    return {pair: len(found) for pair, found in days.items() if len(found) >= min_joint}


@settings(max_examples=200, deadline=None)
@given(st.lists(ROW, max_size=60), st.integers(1, 3))
def test_counts_equal_the_definition(rows: list[tuple[int, int, int, int]], min_joint: int) -> None:
    pairs = together.count(events.make(rows), min_joint=min_joint, crowd_cap=1000)
    found = {(int(a), int(b)): int(n) for a, b, n in zip(pairs.a, pairs.b, pairs.observed, strict=True)}
    assert found == brute(rows, 30, min_joint)
    assert list(found) == sorted(found)
    assert pairs.crowded == 0


def test_slices_do_not_change_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    rows = [(int(p), int(q), int(t), int(t)) for p, q, t in rng.integers(0, [20, 2, 30_000], (600, 3))]
    whole = together.count(events.make(rows), min_joint=1, crowd_cap=1000)
    monkeypatch.setattr(together, "SLICE", 50)
    sliced = together.count(events.make(rows), min_joint=1, crowd_cap=1000)
    assert len(whole) > 100
    assert np.array_equal(whole.a, sliced.a)
    assert np.array_equal(whole.b, sliced.b)
    assert np.array_equal(whole.observed, sliced.observed)


def test_a_crowd_past_the_cap_is_counted() -> None:
    rows = [(p, 0, 100 + p // 10, 100 + p // 10) for p in range(100)]
    pairs = together.count(events.make(rows), min_joint=1, crowd_cap=20)
    assert pairs.crowded == 79
    assert len(pairs) == sum(min(20, 99 - i) for i in range(100))
