from __future__ import annotations

import numpy as np
from scipy.stats import nbinom, poisson

from graphfraud.chance.excess import expected_count, tail


def test_tail_is_that_of_the_negative_binomial() -> None:
    observed, expected, spread = np.array([0.0, 1, 4, 30]), np.array([2.0, 0.5, 2.5, 11]), 0.5
    shape = 1 / spread**2
    known = nbinom.sf(observed - 1, shape, shape / (shape + expected))
    assert np.allclose(tail(observed, expected, spread), known)


def test_without_a_spread_it_is_poisson() -> None:
    observed, expected = np.array([3.0, 9]), np.array([1.0, 4])
    assert np.allclose(tail(observed, expected, 1e-4), poisson.sf(observed - 1, expected), rtol=1e-4)


def test_a_bad_hub_neither_sets_the_norm_nor_is_compared_with_itself() -> None:
    observed, exposure = np.array([2.0, 3, 1, 90, 400, 0]), np.array([100.0, 100, 100, 100, 100, 0])
    expected = expected_count(observed, exposure)
    assert expected[4] == (6 + 0.5) / 300 * 100
    assert expected[0] == (4 + 0.5) / 200 * 100
    assert expected[5] == 0


def test_too_few_hubs_have_no_norm() -> None:
    assert expected_count(np.array([0.0, 40, 1]), np.array([10.0, 10, 10])).tolist() == [0, 40, 1]
