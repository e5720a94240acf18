from __future__ import annotations

import numpy as np
from scipy.stats import false_discovery_control

from graphfraud.chance.fdr import benjamini_hochberg, rates


def test_rate_is_mean_decoys_over_observed() -> None:
    observed = np.array([10.0, 5.0, 1.0])
    decoys = [np.array([1.5, 0.5]), np.array([6.0]), np.array([]), np.array([0.2])]
    # ≥10: 0/1; ≥5: (1/4)/2; ≥1: (2/4)/3
    assert np.allclose(rates(observed, decoys), [0.0, 0.125, 1 / 6])


def test_no_decoys_means_no_rate() -> None:
    assert rates(np.array([3.0, 1.0]), []).tolist() == [0.0, 0.0]


def test_more_decoys_than_rings_is_capped_at_one() -> None:
    assert rates(np.array([1.0]), [np.array([2.0, 3.0, 4.0])]).tolist() == [1.0]


def test_q_values_are_those_of_scipy() -> None:
    p = np.random.default_rng(3).random(200) ** 3
    assert np.allclose(benjamini_hochberg(p), false_discovery_control(p))
    assert np.allclose(benjamini_hochberg(p, 500), false_discovery_control(np.r_[p, np.ones(300)])[:200])
    assert benjamini_hochberg(np.array([])).tolist() == []
