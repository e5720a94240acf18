"""Impersonated care (T13): a clinic treats strangers on borrowed cards, whoever the owners are."""

from __future__ import annotations

from itertools import cycle

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.visits import OUTPATIENT, Visits

# Meetings: strangers' visits on a card; attendance: share of them that is impossible.
GRADES = (
    Grade("weak", (5, 6), (3, 4), (0.7, 0.8)),
    Grade("middling", (5, 9), (3, 6), (0.75, 0.85)),
    Grade("strong", (8, 12), (4, 8), (0.8, 0.9)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, each at a clinic of its own: men with care for the pregnant, women with care
    for old men."""
    venues = cycle(rng.permutation(city.institutions.of_kind(CLINIC)).tolist())
    crew = Crew(city, rng, scattered=True)
    return planted(city, rng, GRADES, lambda c, r, own, g: _ring(c, r, own, g, next(venues)), crew=crew)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade, house: int) -> Planted:
    members = crew.draw(grade)
    which, day = gather.spread(rng, times(rng, grade, len(members)), 0, city.calendar.days)
    who = members[which]
    place = np.full(len(who), house)
    odd = np.where(city.people.female[who], items.PROSTATE, items.PRENATAL)
    # Not all that is done in their names is impossible.
    item = np.where(rng.random(len(who)) < rng.uniform(*grade.attend), odd, -1)
    visits = Visits.of(who, place, clock.moments(city, rng, place, day), OUTPATIENT, items.CONSULT, item=item)
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", np.array([house]), "venue")),))
