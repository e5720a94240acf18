"""Waves: the moves that belong to one, and what chance would bring."""

from __future__ import annotations

import numpy as np
import pytest

from graphfraud.chance import waves

SIZE = np.array([40.0, 30.0, 30.0])


def find(moves: list[tuple[int, int, int]]) -> list[waves.Wave]:
    source, target, day = np.array(moves, dtype=np.int64).reshape(-1, 3).T
    return waves.find(source, target, day, SIZE, days=365, within=14)


def test_a_wave_and_those_who_follow_it() -> None:
    wave = [(0, 1, d) for d in (100, 103, 104, 110, 113, 119)]
    (first, other) = find([*wave, (0, 1, 300), (1, 0, 50)])
    assert (first.moves.tolist(), first.most) == ([0, 1, 2, 3, 4, 5], 5)
    assert (other.moves.tolist(), other.most) == ([7], 1)


def test_the_usual_flow_is_the_city_s_by_size_and_what_goes_that_way_besides() -> None:
    (first, _) = find([(0, 1, 100), (0, 1, 101), (0, 1, 300), (1, 2, 7)])
    city = 14 / 365 * (1 + 0.5) * (40 / 100 * 30 / 60)
    assert first.expected == pytest.approx(city + 14 * 1 / (365 - 14))


def test_five_in_a_fortnight_are_rare_and_two_of_many_moves_are_not() -> None:
    elsewhere = [(1 + n % 2, 0, 9 * n) for n in range(40)]
    five, *_ = find([*((0, 1, d) for d in (100, 103, 104, 110, 113)), *elsewhere])
    two, *_ = find([(0, 1, 100), (0, 1, 103), *elsewhere])
    assert five.p_value < 0.05 < 0.5 < two.p_value


def test_a_steady_flow_has_no_surprising_wave() -> None:
    (steady,) = find([(0, 1, d) for d in range(0, 360, 9)])
    assert steady.p_value > 0.5
