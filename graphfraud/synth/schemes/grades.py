"""How open a ring acts: weak, middling or strong; who is in it; and planting one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import Bools
from graphfraud.synth.plan import Planted
from graphfraud.synth.visits import joined


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


def times(rng: np.random.Generator, grade: Grade, n: int) -> Ints:
    """Draw how often each of `n` members does it."""
    return rng.integers(grade.meetings[0], grade.meetings[1] + 1, n)


def number_of_meetings(rng: np.random.Generator, city: City, grade: Grade) -> int:
    """Draw how often a ring meets in the period: the yearly figure, for at least half a year."""
    yearly = int(rng.integers(grade.meetings[0], grade.meetings[1] + 1))
    return max(round(yearly * min(city.calendar.days / 365, 4)), (yearly + 1) // 2)


class Crew:
    """Draws the members of one ring after the other; a person is seldom in two rings of a scheme.

    `free`: who may be drawn, by default all adults without a lot of their own; `scattered`: from all towns, else from
    two or three; `shared`: how often a ring has a member of another one.
    """

    def __init__(
        self,
        city: City,
        rng: np.random.Generator,
        free: Bools | None = None,
        *,
        scattered: bool = False,
        shared: float = 0.25,
    ) -> None:
        self._city = city
        self._rng = rng
        self._free = gather.free_adults(city) if free is None else free.copy()
        self._towns = len(city.towns) if scattered else min(3, len(city.towns))
        self._shared = shared
        self._used: list[int] = []
        self.rings = 0
        """How many were drawn."""

    def draw(self, grade: Grade, among: Bools | None = None) -> Ints:
        """Give persons of as many households, of those in `among`; now and then one of another ring.

        Fewer than the grade says where the city has no more.
        """
        self.rings += 1
        size = int(self._rng.integers(grade.size[0], grade.size[1] + 1))
        towns = self._rng.choice(len(self._city.towns), self._towns, replace=False)
        pool = self._free & np.isin(self._city.people.town, towns) & (True if among is None else among)
        persons = gather.strangers(self._rng, self._city, np.flatnonzero(pool), size)
        if self._used and len(persons) > 1 and self._rng.random() < self._shared:
            persons = self._with_shared(persons)
        self._free[persons] = False
        self._used += persons.tolist()
        return persons

    def _with_shared(self, persons: Ints) -> Ints:
        kin = self._city.people.kin
        shared = int(self._rng.choice(self._used))
        return persons if kin[shared] in kin[persons] else np.r_[persons[1:], shared]


def planted(
    city: City,
    rng: np.random.Generator,
    table: tuple[Grade, ...],
    ring: Callable[[City, np.random.Generator, Crew, Grade], Planted],
    *,
    crew: Crew | None = None,
    one_per: int = 20_000,
    least: int = 1,
) -> Planted:
    """Plant one ring for so many persons, `least` at least, of each grade about as often as of the others.

    A ring that gives none lacks the people for it.
    """
    crew = crew or Crew(city, rng)
    made = [ring(city, rng, crew, grade) for grade in grades(rng, city.groups(one_per, least), table)]
    return Planted(
        joined([p.visits for p in made]),
        tuple(r for p in made for r in p.rings),
        tuple(g for p in made for g in p.granted),
        tuple(e for p in made for e in p.employed),
    )


NOTHING = Planted(joined([]), ())
