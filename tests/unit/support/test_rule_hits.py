"""The p-value of rule hits keeps its promise where hits are nothing but noise."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import nbinom

from graphfraud.support.rule_hits import Hits, Sort, compare

RATES = np.array([0.02, 0.1])
SPREAD = 0.5


def hits(rng: np.random.Generator, n: int = 40_000) -> Hits:
    """Give settlements of 4,000 patients in two strata, hit at the strata's rates."""
    stratum = rng.integers(0, 2, n).astype(np.int32)
    hit = rng.random(n) < RATES[stratum]
    sort = Sort(hit, np.bincount(stratum[hit], minlength=2))
    patient = rng.integers(0, 4_000, n).astype(np.int32)
    return Hits(pd.DataFrame(), sort, sort, stratum, np.bincount(stratum), patient, SPREAD, 0.001)


def test_noise_is_rarely_called_improbable() -> None:
    rng = np.random.default_rng(5)
    made = hits(rng)
    p_values = np.array([compare(rng.choice(40_000, 60, replace=False), made.every, made).p_value for _ in range(800)])
    for level in (0.01, 0.05, 0.2):
        assert (p_values <= level).mean() <= level


def test_expected_are_the_rates_of_the_other_settlements_of_each_stratum() -> None:
    made = hits(np.random.default_rng(6))
    rows = np.arange(200)
    own, rest = made.stratum[rows], np.delete(np.arange(40_000), rows)
    rates = [
        (made.every.hit[rest[made.stratum[rest] == s]].sum() + 0.5) / ((made.stratum[rest] == s).sum() + 1)
        for s in (0, 1)
    ]
    tested = compare(rows, made.every, made)
    assert tested.expected == pytest.approx(sum(rates[s] for s in own))
    assert tested.observed == made.every.hit[rows].sum()


def test_the_person_with_most_hits_is_left_out_of_the_p_value() -> None:
    made = hits(np.random.default_rng(7))
    rows = np.arange(50)
    made.patient[rows] = np.repeat(np.arange(5), 10)
    made.every.hit[rows] = False
    made.every.hit[rows[:10]] = made.every.hit[rows[10:13]] = True
    rate = compare(rows, made.every, made).expected / 50
    tested = compare(rows, made.every, made)
    shape = 1 / SPREAD**2
    expected = 40 * rate
    assert (tested.observed, tested.persons) == (13, 2)
    assert tested.p_value == pytest.approx(nbinom.sf(2, shape, shape / (shape + expected)), rel=0.3)
