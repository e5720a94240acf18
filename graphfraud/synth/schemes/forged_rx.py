"""Forged special-drug prescriptions (T10): people whom no doctor has seen buy costly drugs at one designated pharmacy.

They go on with their ordinary life, in which a hospital may see one of them by accident; some rings misuse one
doctor's name, in others the bills name nobody.
"""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Accomplice, Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.visits import SPECIAL, Visits

GRADES = (
    Grade("weak", (10, 13), (3, 5), (0.9, 1.0)),
    Grade("middling", (12, 17), (3, 7), (0.9, 1.0)),
    Grade("strong", (15, 20), (4, 9), (0.9, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    first = min(int(rng.integers(31, max(32, city.calendar.days // 2))), city.calendar.days - 1)
    which, day = gather.spread(rng, times(rng, grade, len(members)), first, city.calendar.days)
    who, n = members[which], len(which)
    place = np.full(n, shop)
    time = clock.moments(city, rng, place, day)
    doctor, named = _misused(city, rng)
    liked = rng.choice(items.BASKETS[items.SPECIAL], int(rng.integers(1, 3)), replace=False)
    drug = rng.choice(liked, n)
    visits = Visits.of(who, place, time, SPECIAL, items.SPECIAL, doctor=doctor, item=drug, pure=1)
    return Planted(
        visits, (TrueRing(members, members[:0], accomplices("institution", np.array([shop]), "venue") + named),)
    )


def _misused(city: City, rng: np.random.Generator) -> tuple[int, tuple[Accomplice, ...]]:
    """Give the doctor whose name is misused, -1 in half of the rings, and the entry in the truth."""
    if rng.random() < 0.5:
        return -1, ()
    houses = city.institutions.of_kind(HOSPITAL)
    house = int(rng.choice(houses[~city.institutions.local_codes[houses]]))
    doctor = int(city.doctors.first[house] + rng.integers(0, city.doctors.count[house]))
    return doctor, accomplices("doctor", np.array([doctor]), "prescriber")
