"""Counts against comparable hubs: scipy's distributions and a simulation are the oracle."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from graphfraud.chance import excess


def test_tails_are_those_of_scipy() -> None:
    observed, expected = np.array([0.0, 1.0, 4.0, 9.0]), np.array([0.5, 0.5, 1.3, 6.0])
    assert excess.tail(observed, expected, 0) == pytest.approx(poisson.sf(observed - 1, expected))
    shape = 1 / 0.5**2
    assert excess.tail(observed, expected, 0.5) == pytest.approx(
        nbinom.sf(observed - 1, shape, shape / (shape + expected))
    )


def test_honest_hubs_with_differing_rates_seldom_stand_out() -> None:
    rng = np.random.default_rng(1)
    counts = rng.poisson(3.0 * rng.gamma(4.0, 0.25, 20_000))
    p_value = excess.tail(counts.astype(float), np.full(len(counts), 3.0), 0.5)
    assert (p_value <= 0.01).mean() <= 0.012
    assert (excess.tail(counts.astype(float), np.full(len(counts), 3.0), 0) <= 0.01).mean() > 0.02


def test_a_hub_is_compared_with_the_other_ordinary_ones() -> None:
    expected = excess.of_others(np.array([9.0, 1.0, 1.0]), np.array([10.0, 10.0, 40.0]), 0.01)
    assert expected == pytest.approx([10 * 2 / 50, 10 * 1 / 40, 40 * 1 / 10])
    assert excess.of_others(np.zeros(2), np.array([50.0, 50.0]), 0.02) == pytest.approx([1.0, 1.0])
