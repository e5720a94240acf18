"""Impersonated care (T13): a clinic treats strangers on borrowed cards, whoever the owners are."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.visits import OUTPATIENT, Visits, joined


def plant(city: City, rng: np.random.Generator) -> Planted:
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
    place = np.full(len(who), house)
    odd = np.where(city.people.female[who], items.PROSTATE, items.PRENATAL)
    # Not all that is done in their names is impossible.
    item = np.where(rng.random(len(who)) < 0.8, odd, -1)
    visits = Visits.of(who, place, clock.moments(city, rng, place, day), OUTPATIENT, items.CONSULT, item=item)
    return visits, TrueRing(members, members[:0], accomplices("institution", np.array([house]), "venue"))
