"""A popular clinic on one weekday: chronic patients come back every few weeks, always in the same hours."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 9_000  # persons for one clinic


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Hold clinics of one doctor on one weekday morning with 40 to 80 regular patients."""
    made = [_clinic(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _clinic(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    place = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    doctor = int(city.doctors.first[place] + rng.integers(0, city.doctors.count[place]))
    people = city.people
    usual = (city.habit[HOSPITAL] == place).any(axis=1) & people.chronic & (people.home < 0)
    regulars = rng.permutation(np.flatnonzero(usual & (people.lot >= gather.LOT_OTHERS)))[: int(rng.integers(40, 81))]
    days = gather.weekly(city, int(rng.integers(0, 5)))
    who, day = gather.turnout(rng, regulars, days, float(rng.uniform(0.2, 0.35)))
    time = day * DAY_S + 28_800 + rng.integers(0, 10_800, len(who))
    dise = int(rng.integers(0, items.COMMON_DISEASES))
    return Visits.of(who, place, time, CHRONIC, items.REFILL, doctor=doctor, dise=dise), Group(regulars)
