"""Check-up days: one employer or school sends its people to one institution on one or a few days a year."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHECKUP, Visits, joined

ONE_PER = 4_000  # persons for one crowd day series


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Hold check-up days of 30 to 120 townspeople, two or three rounds a year with the same invitations."""
    made = [_series(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _series(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    place = int(rng.choice(np.r_[city.institutions.of_kind(HOSPITAL), city.institutions.of_kind(CLINIC)]))
    near = np.flatnonzero((city.people.town == city.institutions.town[place]) & (city.people.age >= 35))
    invited = rng.permutation(near)[: int(rng.integers(30, 121))]
    days = np.sort(rng.choice(city.calendar.days, int(rng.integers(2, 5)), replace=False))
    return joined([_day(city, rng, invited, place, int(d)) for d in days]), Group(invited)


def _day(city: City, rng: np.random.Generator, invited: Ints, place: int, day: int) -> Visits:
    come = invited[rng.random(len(invited)) < 0.8]
    time = day * DAY_S + 28_800 + rng.integers(0, 10_800, len(come))
    fee = np.full(len(come), 18_000)
    return Visits.of(come, place, time, CHECKUP, items.CHECKUP, fee=fee)
