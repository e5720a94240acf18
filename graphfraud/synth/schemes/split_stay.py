"""Rotated stays (T03): members go from hospital to hospital and back within days, or out and in at one of them."""

from __future__ import annotations

import numpy as np

from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times

# Meetings: rounds of a member.
GRADES = (
    Grade("weak", (7, 9), (2, 2), (1.0, 1.0)),
    Grade("middling", (8, 14), (2, 3), (1.0, 1.0)),
    Grade("strong", (12, 20), (3, 4), (1.0, 1.0)),
)
ROUND = 75  # days that a round takes at most


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    there = city.institutions.of_kind(HOSPITAL)
    small = there[city.institutions.level[there] > 1]
    venues = rng.choice(small, min(len(small), int(rng.integers(2, 4))), replace=False)
    # Three rings in ten split their stays at one hospital.
    venues = venues[:1] if rng.random() < 0.3 else venues
    rounds = times(rng, grade, len(members)).tolist()
    columns = [_rounds(city, rng, m, venues, n) for m, n in zip(members.tolist(), rounds, strict=True)]
    who, day, length, venue = (np.concatenate(c) for c in zip(*columns, strict=True))
    cash = rng.uniform(0.0, 0.045, len(who)) if rng.random() < 0.5 else np.full(len(who), np.nan)
    visits = stay(
        city, rng, who, venue, day, length, cash=cash, fee=np.rint(100 * rng.lognormal(np.log(2_600), 0.25, len(who)))
    )
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", venues, "venue")),))


def _rounds(
    city: City, rng: np.random.Generator, member: int, venues: Ints, rounds: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Give person, day of admission, length and hospital of one member's stays."""
    slots = np.sort(rng.choice(max(city.calendar.days // ROUND, rounds), rounds, replace=False))
    day, length, venue = [], [], []
    for slot in slots.tolist():
        start = slot * ROUND + int(rng.integers(0, 10))
        turn = int(rng.integers(0, len(venues)))
        for _ in range(int(rng.integers(3, 5))):
            day.append(start)
            length.append(int(rng.integers(5, 13)))
            venue.append(int(venues[turn % len(venues)]))
            turn += 1
            start += length[-1] + int(rng.integers(1, 4))
    return np.full(len(day), member), np.array(day), np.array(length), np.array(venue)
