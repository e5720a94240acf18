"""How open a ring acts: weak, middling or strong, and the figures that go with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City


@dataclass(frozen=True, slots=True)
class Grade:
    """Ranges (both ends included) of members, meetings a year, and share of meetings a member attends."""

    name: str
    size: tuple[int, int]
    meetings: tuple[int, int]
    attend: tuple[float, float]


def grades(rng: np.random.Generator, n: int, table: tuple[Grade, ...]) -> list[Grade]:
    """Give the grades of `n` rings, each grade of the table about as often as the others."""
    return [table[i % len(table)] for i in rng.permutation(n)]


def number_of_meetings(rng: np.random.Generator, city: City, grade: Grade) -> int:
    """Draw how often a ring meets in the period: the yearly figure, for at least half a year."""
    yearly = int(rng.integers(grade.meetings[0], grade.meetings[1] + 1))
    return max(round(yearly * min(city.calendar.days / 365, 4)), (yearly + 1) // 2)


class Crew:
    """Draws the members of one ring after the other; a person is seldom in two rings of a scheme."""

    def __init__(self, city: City, rng: np.random.Generator) -> None:
        self._city = city
        self._rng = rng
        self._free = gather.free_adults(city)
        self._used: list[int] = []

    def draw(self, size: int) -> Ints:
        """Give `size` persons from two or three towns and as many households; now and then one of another ring."""
        towns = self._rng.choice(len(self._city.towns), min(3, len(self._city.towns)), replace=False)
        pool = np.flatnonzero(self._free & np.isin(self._city.people.town, towns))
        persons = gather.strangers(self._rng, self._city, pool, size)
        if self._used and self._rng.random() < 0.25:
            persons = self._with_shared(persons)
        self._free[persons] = False
        self._used += persons.tolist()
        return persons

    def _with_shared(self, persons: Ints) -> Ints:
        kin = self._city.people.kin
        shared = int(self._rng.choice(self._used))
        return persons if kin[shared] in kin[persons] else np.r_[persons[1:], shared]
