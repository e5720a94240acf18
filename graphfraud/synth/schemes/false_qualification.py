"""False chronic-disease entitlements (T16): certified in a few days by one doctor, used at once at one pharmacy."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Accomplice, Entitlements, Planted, TrueRing, accomplices
from graphfraud.synth.visits import CHRONIC, Visits, joined


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons; some members first use the entitlement where they always shop."""
    healthy = np.flatnonzero(gather.free_adults(city) & ~city.people.chronic)
    made = []
    for _ in range(city.groups(20_000)):
        dise = int(rng.integers(0, items.COMMON_DISEASES))
        # Nobody is certified for what he or she may have besides.
        others = healthy[city.people.disease[healthy] != dise]
        members = gather.strangers(rng, city, others, int(rng.integers(8, 16)))
        healthy = np.setdiff1d(healthy, members)
        made.append(_ring(city, rng, members, dise))
    visits, rings, granted = zip(*made, strict=True)
    return Planted(joined(list(visits)), rings, granted)


def _ring(city: City, rng: np.random.Generator, members: Ints, dise: int) -> tuple[Visits, TrueRing, Entitlements]:
    house = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    doctor = int(city.doctors.first[house] + rng.integers(0, city.doctors.count[house]))
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    start = int(rng.integers(20, max(21, city.calendar.days - 120)))
    granted = start + rng.integers(0, int(rng.integers(1, 6)), len(members))
    who, place, day = [], [], []
    loyal = float(rng.uniform(0.8, 1.0))
    for member, first in zip(members.tolist(), granted.tolist(), strict=True):
        times = int(rng.integers(2, 7))
        own = int(city.habit[PHARMACY][member, 0])
        who.append(np.full(times, member))
        place.append(np.where(rng.random(times) < loyal, shop, own))
        day.append(first + int(rng.integers(1, 12)) + np.arange(times) * 30 + rng.integers(0, 6, times))
    persons, at, days = np.concatenate(who), np.concatenate(place), np.concatenate(day)
    inside = days < city.calendar.days
    persons, at, days = persons[inside], at[inside], days[inside]
    time = clock.moments(city, rng, at, days)
    visits = Visits.of(persons, at, time, CHRONIC, items.REFILL, dise=dise)
    ring = TrueRing(
        members,
        members[:0],
        (
            Accomplice("doctor", doctor, "certifier"),
            Accomplice("institution", house, "certifier"),
            *accomplices("institution", np.array([shop]), "venue"),
        ),
    )
    return visits, ring, Entitlements(members, np.full(len(members), dise), granted, np.full(len(members), doctor))
