from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from graphfraud.chance import pairs, weeks
from graphfraud.signals.together import Pairs
from tests import events

ROW = st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 40_000)).map(lambda r: (*r, r[2]))


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=40))
def test_expected_count_equals_the_formula(rows: list[tuple[int, int, int, int]]) -> None:
    made = events.make(rows)
    crowds = weeks.measure(made, allowance=1, prior=5)
    q = weeks.same_week(made, crowds)
    every = [(a, b) for a in range(5) for b in range(a + 1, 5)]
    a, b = np.array(every, dtype=np.int32).T
    links = pairs.judge(made, q, Pairs(a, b, np.full(len(a), 2, np.int32), 0))
    for m, (first, second) in enumerate(every):
        ones = np.flatnonzero(made.patient == first)
        others = np.flatnonzero(made.patient == second)
        total = sum(
            (q[i] + q[j]) / 2
            for i, j in product(ones, others)
            if made.slot[i] == made.slot[j] and abs(int(made.phase[i]) - int(made.phase[j])) <= 60
        )
        assert np.isclose(links.expected[m], max(total, 1e-6))
        assert np.isclose(links.p_value[m], poisson.sf(1, links.expected[m]))


@settings(max_examples=100, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=60), st.floats(0, 5), st.floats(1, 50))
def test_q_equals_the_formula(rows: list[tuple[int, int, int, int]], allowance: float, prior: float) -> None:
    made = events.make(rows)
    crowds = weeks.measure(made, allowance=allowance, prior=prior)
    for pool, q in zip(crowds.pools.tolist(), crowds.q.tolist(), strict=True):
        volume = np.bincount(made.week[made.pool == pool], minlength=made.weeks)
        median = np.sort(volume)[(made.weeks - 1) // 2]
        excess = np.maximum(volume - median - allowance, 0)
        share = (prior / made.weeks + median + excess) / (prior + made.weeks * median + excess.sum())
        assert np.isclose(share.sum(), 1)
        assert np.isclose(q, (share**2).sum())


def test_drawn_weeks_follow_the_crowd() -> None:
    """A simulation on one small pool: the drawn weeks have the frequencies of the formula."""
    rows = [(p, 0, 7_000 * (p % 4), 7_000 * (p % 4)) for p in range(40)]
    rows += [(p + 40, 0, 14_000, 14_000) for p in range(60)]
    made = events.make(rows)
    crowds = weeks.measure(made, allowance=10, prior=20)
    rng = np.random.default_rng(1)
    drawn = np.concatenate([weeks.draw(made, crowds, rng) for _ in range(400)])
    # 10 events in every week and 60 more in the third: 50 above the median of 10 and the allowance of 10.
    expected = (20 / 4 + 10 + np.array([0, 0, 50, 0])) / (20 + 40 + 50)
    assert np.allclose(np.bincount(drawn, minlength=4) / len(drawn), expected, atol=0.01)


def test_chance_of_meeting_by_simulation() -> None:
    """λ of a pair is the mean number of meetings when weeks are drawn anew."""
    rng = np.random.default_rng(5)
    rows = [(p, 0, int(w) * 7_000 + 100, int(w) * 7_000 + 100) for p in range(2) for w in rng.integers(0, 10, 6)]
    made = events.make(rows)
    crowds = weeks.measure(made, allowance=0, prior=10)
    pair = Pairs(np.array([0], np.int32), np.array([1], np.int32), np.array([1], np.int32), 0)
    expected = pairs.judge(made, weeks.same_week(made, crowds), pair).expected[0]
    meetings = []
    for _ in range(3000):
        moved = made.in_weeks(weeks.draw(made, crowds, rng))
        ones, others = moved.begin[moved.patient == 0], moved.begin[moved.patient == 1]
        meetings.append(int((ones[:, None] == others[None, :]).sum()))
    assert np.isclose(expected, np.mean(meetings), rtol=0.05)


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 6), st.integers(2, 6), st.integers(0, 60), st.integers(12, 30), st.integers(0, 1000))
def test_p_values_by_simulation(mine: int, yours: int, crowd: int, span: int, seed: int) -> None:
    """In a small stratum the p-value of k days together is close to, and never below, how often redrawn weeks give k.

    The two come at the same time of one weekday; `crowd` others all came in the first of `span` weeks.
    """
    rng = np.random.default_rng(seed)
    who = np.repeat([0, 1, *range(2, crowd + 3)], [mine, yours, *[1] * (crowd + 1)])
    week = np.r_[rng.integers(0, span, mine + yours), np.zeros(crowd, int), span - 1]
    made = events.make(
        [(int(p), 0, int(w) * 7_000 + 100, int(w) * 7_000 + 100) for p, w in zip(who, week, strict=True)]
    )
    crowds = weeks.measure(made, allowance=5, prior=30)
    most = min(mine, yours)
    ends = np.zeros(most, np.int32)
    pair = Pairs(ends, ends + np.int32(1), np.arange(1, most + 1, dtype=np.int32), 0)
    judged = pairs.judge(made, weeks.same_week(made, crowds), pair)
    times = []
    for _ in range(1500):
        drawn = weeks.draw(made, crowds, rng)
        times.append(len(set(drawn[made.patient == 0]) & set(drawn[made.patient == 1])))
    for k, p in zip(pair.observed.tolist(), judged.p_value.tolist(), strict=True):
        often = np.mean([t >= k for t in times])
        assert often <= p + 4 * np.sqrt(p * (1 - p) / 1500)
    assert np.mean([t >= 1 for t in times]) >= 0.6 * judged.p_value[0]
