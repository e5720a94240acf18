"""Chances of likeness against enumeration and simulation."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.chance import alike

SHARES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(SHARES, st.integers(2, 6), st.data())
def test_one_thing_is_a_binomial_and_several_are_bounded(shares: list[float], size: int, data: st.DataObject) -> None:
    """Settlements with independent things: the simulated chance never exceeds the bound, and meets it for one thing."""
    least = data.draw(st.integers(1, size))
    rng = np.random.default_rng(4)
    has = rng.random((4000, size, len(shares))) < np.array(shares)
    reached = has.sum(axis=1) >= least
    bound = alike.shared(np.array(shares), size, least)
    assert reached.any(axis=1).mean() <= bound + 0.04
    assert abs(reached[:, 0].mean() - alike.shared(np.array(shares[:1]), size, least)) < 0.04


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=5), min_size=3, max_size=4), st.floats(0.05, 0.6))
def test_narrow_amounts_by_every_combination(lists: list[list[int]], spread: float) -> None:
    amounts = [np.array(some, dtype=np.float64) for some in lists]
    rows = np.array(list(product(*amounts)))
    exact = (rows.std(axis=1, ddof=1) < spread * rows.mean(axis=1)).mean()
    # 2,000 draws: a deviation of 0.05 is four and a half standard errors or more.
    assert abs(alike.narrow(amounts, spread) - exact) < 0.05


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=9), st.data())
def test_a_count_above_the_mean_is_bounded(chances: list[float], data: st.DataObject) -> None:
    """The exact (Poisson binomial) tail, by convolution, is at most that of the mean's binomial (Hoeffding 1956)."""
    exact = np.array([1.0])
    for p in chances:
        exact = np.convolve(exact, [1 - p, p])
    count = data.draw(st.integers(min(int(np.ceil(sum(chances))) + 1, len(chances)), len(chances)))
    found = alike.at_least(count, np.array(chances))
    if count >= sum(chances) + 1:
        assert exact[count:].sum() <= found + 1e-9
    alone = alike.at_least(count, np.full(len(chances), chances[0]))
    flat = np.array([1.0])
    for _ in chances:
        flat = np.convolve(flat, [1 - chances[0], chances[0]])
    assert np.isclose(alone, flat[count:].sum())
