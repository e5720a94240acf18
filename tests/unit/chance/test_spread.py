"""Beta-binomial tails of hubs: calibrated where hubs differ, blind to a few that stand out."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import betabinom

from graphfraud.chance.spread import Share, tail, usual


def test_the_tail_is_that_of_scipy_and_one_for_nothing() -> None:
    p = Share(0.2, 0.1).tail(np.array([0, 3, 9]), np.array([10, 10, 10]))
    assert p.tolist() == pytest.approx([1.0, betabinom.sf(2, 10, 1.8, 7.2), betabinom.sf(8, 10, 1.8, 7.2)])


def test_the_tail_of_an_expected_count_whose_shares_vary() -> None:
    """Shares with the mean 0.2 and the standard deviation 0.06: Beta(a, b) by its two moments."""
    whole = 0.2 * 0.8 / 0.06**2 - 1
    p = tail(np.array([12.0, 0, 4]), np.array([12.0, 12, 40]), np.array([2.4, 2.4, 8]), 0.3)
    known = [betabinom.pmf(12, 12, 0.2 * whole, 0.8 * whole), 1.0, betabinom.sf(3, 40, 0.2 * whole, 0.8 * whole)]
    assert p.tolist() == pytest.approx(known)


def test_no_tail_is_lost_to_rounding() -> None:
    (p,) = tail(np.array([60.0]), np.array([60.0]), np.array([6.0]), 0.1).tolist()
    assert 0 < p == pytest.approx(betabinom.pmf(60, 60, 89.9, 809.1), rel=1e-6)


def test_few_hubs_that_differ_as_hubs_do_are_surprising() -> None:
    rng = np.random.default_rng(4)
    false = []
    for _ in range(60):
        n = rng.integers(20, 400, 300)
        k = rng.binomial(n, rng.beta(3, 27, 300))
        false.append(float((usual(k, n).tail(k, n) < 0.001).mean()))
    assert np.mean(false) < 0.003


def test_hubs_that_stand_out_do_not_hide_themselves() -> None:
    n = np.full(20, 200)
    k = np.random.default_rng(5).binomial(n, 0.05)
    k[:6] = 160
    share = usual(k, n)
    assert share.mean == pytest.approx(0.05, abs=0.02)
    assert (share.tail(k, n)[:6] < 1e-6).all()


def test_a_third_of_the_hubs_does_not_set_the_norm() -> None:
    rng = np.random.default_rng(6)
    n = rng.integers(5, 12, 45)
    k = rng.binomial(n, 0.12)
    k[:15] = np.ceil(0.8 * n[:15])
    share = usual(k, n)
    assert share.mean == pytest.approx(k[15:].sum() / n[15:].sum(), abs=0.02)
    assert (share.tail(k, n)[:15] < 0.001).all()


def test_one_hub_at_the_middle_does_not_set_the_norm() -> None:
    """The hubs below it hold a little less than half of all members."""
    k, n = np.array([0, 0, 0, 15, 5]), np.array([7, 10, 14, 30, 6])
    share = usual(k, n)
    assert share.mean == pytest.approx(1 / 33)
    assert (share.tail(k, n)[3:] < 1e-4).all()


def test_an_ordinary_hub_at_the_middle_counts() -> None:
    k, n = np.array([1, 2, 6, 2]), np.array([10, 15, 40, 10])
    assert usual(k, n).mean == pytest.approx(12 / 77)


def test_half_of_sparse_hubs_without_any_do_not_rule_out_the_others() -> None:
    n = np.full(40, 8)
    k = np.r_[np.zeros(22, int), np.ones(18, int)]
    assert usual(k, n).mean == pytest.approx(19 / 322)


def test_no_hub_and_one_hub() -> None:
    assert usual(np.array([0]), np.array([0])).tail(np.array([0]), np.array([0])).tolist() == [1.0]
    assert usual(np.array([9]), np.array([10])).tail(np.array([9]), np.array([10]))[0] > 0.05
