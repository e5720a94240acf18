"""False chronic-disease entitlements (T16): certified in a few days by one doctor, used at once at one pharmacy."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Accomplice, Entitlements, Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.visits import CHRONIC, Visits

# Meetings: uses of the entitlement; attendance: share of them at the ring's pharmacy.
GRADES = (
    Grade("weak", (8, 10), (2, 4), (0.8, 0.9)),
    Grade("middling", (8, 15), (2, 6), (0.8, 1.0)),
    Grade("strong", (12, 18), (3, 7), (0.85, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons; some members first use the entitlement where they always shop."""
    return planted(
        city,
        rng,
        GRADES,
        _ring,
        crew=Crew(city, rng, gather.free_adults(city) & ~city.people.chronic, scattered=True, shared=0.0),
    )


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    dise = int(rng.integers(0, items.COMMON_DISEASES))
    # Nobody is certified for what he or she may have besides.
    members = crew.draw(grade, city.people.disease != dise)
    house = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    doctor = int(city.doctors.first[house] + rng.integers(0, city.doctors.count[house]))
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    start = int(rng.integers(20, max(21, city.calendar.days - 120)))
    granted = start + rng.integers(0, int(rng.integers(1, 6)), len(members))
    who, place, day = [], [], []
    loyal = float(rng.uniform(*grade.attend))
    uses = times(rng, grade, len(members)).tolist()
    for member, first, n in zip(members.tolist(), granted.tolist(), uses, strict=True):
        own = int(city.habit[PHARMACY][member, 0])
        who.append(np.full(n, member))
        place.append(np.where(rng.random(n) < loyal, shop, own))
        day.append(first + int(rng.integers(1, 12)) + np.arange(n) * 30 + rng.integers(0, 6, n))
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
    given = Entitlements(members, np.full(len(members), dise), granted, np.full(len(members), doctor))
    return Planted(visits, (ring,), (given,))
