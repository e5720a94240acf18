"""The tail of the hypergeometric law against scipy's, and the union bound against drawing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from graphfraud.chance.drawn import any_at_least, at_least


@given(st.integers(2, 400), st.data())
def test_tail(everybody: int, data: st.DataObject) -> None:
    drawn = data.draw(st.integers(1, everybody))
    holders = np.array(data.draw(st.lists(st.integers(0, everybody), min_size=1, max_size=5)), np.int64)
    k = data.draw(st.integers(1, drawn))
    expected = hypergeom.sf(k - 1, everybody, holders, drawn)
    assert at_least(k, holders, drawn, everybody) == pytest.approx(expected, rel=1e-6, abs=1e-12)


def test_any_of_many_values() -> None:
    """60 persons in twenty groups of three; eight are drawn: how often are three of one group among them?"""
    rng = np.random.default_rng(1)
    group = np.arange(60) // 3
    drawn = rng.permuted(np.tile(group, (20_000, 1)), axis=1)[:, :8]
    seen = np.array([np.bincount(row, minlength=20).max() for row in drawn])
    bound = any_at_least(3, np.full(20, 3), 8, 60)
    assert bound == pytest.approx(float((seen >= 3).mean()), rel=0.25)
    assert bound >= float((seen >= 3).mean()) * 0.9
    assert any_at_least(4, np.full(20, 3), 8, 60) == 0.0
