"""Evidence states what was observed, what chance expects and how likely that is, and the three agree."""

from __future__ import annotations

import math

import pytest

from graphfraud.rings import evidence
from tests.golden.innocent.candidates import Made, candidate


def test_a_queue_of_their_own_is_measured_against_the_usual_crowd() -> None:
    """Eight members tolerate two others; where six are usual, P(≤ 2) = 25·e⁻⁶ at each of six gatherings."""
    found = evidence.own_queue(candidate(Made(others=(1.0,) * 6, usual=(6.0,) * 6)))
    assert found is not None
    alone = 25 * math.exp(-6)
    assert found[1].observed == 6
    assert found[1].expected == pytest.approx(6 * alone, rel=1e-5)
    assert found[1].p_value == pytest.approx(alone**6, rel=1e-4)


def test_a_queue_with_others_in_it_is_no_evidence() -> None:
    assert evidence.own_queue(candidate(Made(others=(4.0,) * 6))) is None
