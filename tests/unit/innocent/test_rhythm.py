from __future__ import annotations

import numpy as np
import pytest

from graphfraud.innocent.rhythm import irregularity


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
