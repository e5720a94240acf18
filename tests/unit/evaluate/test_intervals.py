"""Intervals against textbook values."""

from __future__ import annotations

import pytest

from graphfraud.evaluate import intervals


def test_wilson_of_one_city() -> None:
    """Newcombe 1998, table I: 81 of 263 has the score interval 0.2553 to 0.3662; 0 of 20 has 0 to 0.1611."""
    one = intervals.share([(81, 263)])
    assert one is not None
    assert one.low == pytest.approx(0.2553, abs=5e-5)
    assert one.high == pytest.approx(0.3662, abs=5e-5)
    none = intervals.share([(0, 20)])
    assert none is not None
    assert none.low == 0.0
    assert none.high == pytest.approx(0.1611, abs=5e-5)


def test_cities_that_agree_are_one_city() -> None:
    assert intervals.share([(9, 10), (9, 10), (0, 0)]) == intervals.share([(18, 20)])


def test_cities_that_differ_widen_the_interval() -> None:
    """5 of 5 and 0 of 5: design effect 2/1 · (2.5² + 2.5²)/(10 · 0.25) = 10, so that one ring counts."""
    apart, one = intervals.share([(5, 5), (0, 5)]), intervals.share([(1, 2), (0, 0)])
    assert apart is not None
    assert one is not None
    z = 1.959964
    assert apart.value == one.value == 0.5
    assert apart.high == pytest.approx(0.5 + z / (1 + z * z) * (0.25 + z * z / 4) ** 0.5)
    assert apart.high > one.high  # type: ignore[operator]


def test_student_t_of_three_means() -> None:
    """t with 2 degrees of freedom is 4.3027; 0.8, 0.9, 1.0 have the deviation 0.1."""
    found = intervals.mean([0.8, None, 0.9, 1.0])
    assert found is not None
    assert found.value == pytest.approx(0.9)
    assert found.low == pytest.approx(0.9 - 4.3027 * 0.1 / 3**0.5, abs=1e-4)
    assert found.high == 1.0


def test_nothing_known_is_no_figure() -> None:
    assert intervals.share([(0, 0)]) is None
    assert intervals.mean([None]) is None
    assert intervals.mean([0.4]) == intervals.Figure(0.4, None, None)
