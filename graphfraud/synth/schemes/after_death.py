"""Cards of dead persons (T14): somebody keeps them and goes on buying at one or two pharmacies."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.visits import PURCHASE, Visits, joined

LAST_DEATH = 0.7  # of the period: later ones leave no time


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least where enough people have died."""
    people = city.people
    dead = rng.permutation(np.flatnonzero((people.death < LAST_DEATH * city.calendar.days) & gather.free_adults(city)))
    visits, rings = [], []
    for _ in range(city.groups(20_000)):
        members = gather.strangers(rng, city, dead, int(rng.integers(4, 9)))
        if len(members) < 4:
            break
        dead = np.setdiff1d(dead, members)
        made, ring = _ring(city, rng, members)
        visits.append(made)
        rings.append(ring)
    return Planted(joined(visits) if visits else Visits.of(dead[:0], 0, dead[:0], PURCHASE, items.OTC), tuple(rings))


def _ring(city: City, rng: np.random.Generator, members: Ints) -> tuple[Visits, TrueRing]:
    venues = rng.choice(city.institutions.of_kind(PHARMACY), int(rng.integers(1, 3)), replace=False)
    who, day = [], []
    for member in members.tolist():
        first = int(city.people.death[member]) + int(rng.integers(5, 30))
        times = int(rng.integers(2, 8))
        days = rng.integers(first, city.calendar.days, times) if first < city.calendar.days else np.zeros(0, np.int64)
        who.append(np.full(len(days), member))
        day.append(days)
    persons = np.concatenate(who)
    place = venues[rng.integers(0, len(venues), len(persons))]
    time = clock.moments(city, rng, place, np.concatenate(day))
    fee = np.rint(100 * rng.uniform(150, 600, len(persons)))
    visits = Visits.of(persons, place, time, PURCHASE, items.OTC, fee=fee)
    return visits, TrueRing(members, members[:0], accomplices("institution", venues, "venue"))
