"""Cards of dead persons (T14): somebody keeps them and goes on buying at one or two pharmacies."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import NOTHING, Crew, Grade, planted, times
from graphfraud.synth.visits import PURCHASE, Visits

LAST_DEATH = 0.7  # of the period: later ones leave no time


# Meetings: settlements of a card.
GRADES = (
    Grade("weak", (4, 5), (2, 4), (1.0, 1.0)),
    Grade("middling", (5, 7), (2, 7), (1.0, 1.0)),
    Grade("strong", (6, 9), (4, 9), (1.0, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least where enough people have died."""
    dead = (city.people.death < LAST_DEATH * city.calendar.days) & gather.free_adults(city)
    return planted(city, rng, GRADES, _ring, crew=Crew(city, rng, dead, scattered=True))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    if len(members) < GRADES[0].size[0]:
        return NOTHING
    venues = rng.choice(city.institutions.of_kind(PHARMACY), int(rng.integers(1, 3)), replace=False)
    who, day = [], []
    for member, n in zip(members.tolist(), times(rng, grade, len(members)).tolist(), strict=True):
        first = int(city.people.death[member]) + int(rng.integers(5, 30))
        days = rng.integers(first, city.calendar.days, n) if first < city.calendar.days else np.zeros(0, np.int64)
        who.append(np.full(len(days), member))
        day.append(days)
    persons = np.concatenate(who)
    place = venues[rng.integers(0, len(venues), len(persons))]
    time = clock.moments(city, rng, place, np.concatenate(day))
    fee = np.rint(100 * rng.uniform(150, 600, len(persons)))
    visits = Visits.of(persons, place, time, PURCHASE, items.OTC, fee=fee)
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", venues, "venue")),))
