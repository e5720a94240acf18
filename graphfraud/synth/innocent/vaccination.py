"""Vaccination days: children of one year of birth, or the elderly, are called in for each dose on one day."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 4_000  # persons for one campaign
FEWEST = 8  # children of one year that are called by themselves


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Call in 15 to 60 persons of a town, three or four doses a month or more apart."""
    made = [_campaign(city, rng, i % 2 == 0) for i in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _campaign(city: City, rng: np.random.Generator, children: bool) -> tuple[Visits, Group]:
    town = int(rng.integers(0, len(city.towns)))
    called = _called(city, rng, town, children)
    doses = gather.irregular_days(rng, int(rng.integers(3, 5)), city.calendar.days, 28)
    who, day = gather.turnout(rng, called, doses, 0.85)
    time = day * DAY_S + 30_600 + rng.integers(0, 7_200, len(who))
    place = gather.nearest(city, CLINIC, town)
    return Visits.of(who, place, time, OUTPATIENT, items.VACCINE, fee=3_500), Group(called)


def _called(city: City, rng: np.random.Generator, town: int, children: bool) -> Ints:
    """Call one year of birth, all children where a year has too few, or the elderly."""
    size, age = int(rng.integers(15, 61)), int(rng.integers(1, 12))
    if not children:
        return gather.townspeople(city, rng, town, 65, 90, size)
    one_year = gather.townspeople(city, rng, town, age, age, size)
    return one_year if len(one_year) >= FEWEST else gather.townspeople(city, rng, town, 0, 14, size)
