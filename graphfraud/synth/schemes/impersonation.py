"""Impersonated care (T13): a clinic treats strangers on borrowed cards, whoever the owners are."""

from __future__ import annotations

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
<<<<<<< HEAD
    """Plant one ring for 20,000 persons, each at a clinic of its own: men with care for the pregnant, women with care
    for old men."""
    free = np.flatnonzero(gather.free_adults(city))
    made = []
    for house in rng.permutation(city.institutions.of_kind(CLINIC))[: city.groups(20_000)].tolist():
        members = gather.strangers(rng, city, free, int(rng.integers(5, 10)))
        free = np.setdiff1d(free, members)
        made.append(_ring(city, rng, members, house))
    visits, rings = zip(*made, strict=True)
    return Planted(joined(list(visits)), rings)


def _ring(city: City, rng: np.random.Generator, members: Ints, house: int) -> tuple[Visits, TrueRing]:
    who = np.repeat(members, rng.integers(3, 7, len(members)))
    day = rng.integers(0, city.calendar.days, len(who))
=======
    """Plant one ring for 20,000 persons: men with care for the pregnant, women with care for old men."""
    return planted(city, rng, GRADES, _ring, crew=Crew(city, rng, scattered=True))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    house = int(rng.choice(city.institutions.of_kind(CLINIC)))
    which, day = gather.spread(rng, times(rng, grade, len(members)), 0, city.calendar.days)
    who = members[which]
>>>>>>> d71bc33a42b9258e5ce9d5e96e75f4d4766d1ad8
    place = np.full(len(who), house)
    odd = np.where(city.people.female[who], items.PROSTATE, items.PRENATAL)
    # Not all that is done in their names is impossible.
    item = np.where(rng.random(len(who)) < rng.uniform(*grade.attend), odd, -1)
    visits = Visits.of(who, place, clock.moments(city, rng, place, day), OUTPATIENT, items.CONSULT, item=item)
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", np.array([house]), "venue")),))
