"""Counts at hubs of differing rates against simulation; rates of everybody else by hand."""

from __future__ import annotations

import numpy as np
import pytest

from graphfraud.chance import excess


def test_tail_is_that_of_a_poisson_whose_rate_is_drawn() -> None:
    rng = np.random.default_rng(1)
    drawn = rng.poisson(0.8 * rng.gamma(2.0, 1 / 2.0, 400_000))
    for k in (1, 2, 4, 6):
        said = excess.tail(np.array([float(k)]), np.array([0.8]), excess.WIDE)[0]
        assert said == pytest.approx((drawn >= k).mean(), abs=0.002)
    assert excess.tail(np.array([0.0]), np.array([0.8]), excess.WIDE).tolist() == [1.0]


def test_a_hub_is_measured_by_everybody_else_and_by_its_neighbours_where_they_are_worse() -> None:
    observed, exposed = np.array([5.0, 0.0]), np.array([10.0, 20.0])
    alone = excess.elsewhere(observed, exposed, cases=6.0, persons=1000.0)
    assert alone == pytest.approx([10 * 1.5 / 991, 20 * 6.5 / 981])
    quiet = excess.elsewhere(observed, exposed, cases=6.0, persons=1000.0, near=(np.zeros(2), np.full(2, 50.0)))
    assert quiet == pytest.approx(alone)
    loud = excess.elsewhere(observed, exposed, cases=6.0, persons=1000.0, near=(np.full(2, 8.0), np.full(2, 10.0)))
    assert (loud > 20 * alone).all()
