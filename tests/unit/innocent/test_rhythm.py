from __future__ import annotations

import numpy as np
import pytest

from graphfraud.innocent.rhythm import at_usual_place, irregularity


def days(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int32)


def test_clockwork_is_zero_even_when_one_turn_is_missed() -> None:
    assert irregularity(days(0, 21, 42, 84, 105)) == 0.0


def test_two_gatherings_say_nothing() -> None:
    assert irregularity(days(0, 21)) == 1.0


def test_random_days_are_near_the_uniform_value() -> None:
    rng = np.random.default_rng(2)
    found = [irregularity(np.sort(rng.choice(365, 12, replace=False)).astype(np.int32)) for _ in range(200)]
    assert np.median(found) == pytest.approx(0.45, abs=0.1)


def test_one_day_elsewhere_and_check_ups_are_left_out() -> None:
    places, called = days(1, 1, 1, 2, 2, 1, 1, 2), np.array([False] * 7 + [True])
    when = days(0, 30, 60, 70, 70, 90, 120, 200)
    assert at_usual_place(places, when, lambda: called).tolist() == (places == 1).tolist()
    assert at_usual_place(places, when, lambda: called & False).all(), (
        "without the check-up there are two days elsewhere"
    )


def test_two_days_elsewhere_are_a_group_that_moves_around() -> None:
    places, when = days(1, 1, 1, 2, 1, 1, 2), days(0, 30, 60, 70, 90, 120, 130)
    assert at_usual_place(places, when, lambda: np.zeros(7, dtype=bool)).all()
