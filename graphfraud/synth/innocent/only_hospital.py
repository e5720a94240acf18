"""The only hospital of the county: the chronically ill of every village meet there each winter."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.background import lengths, stay
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike

PATIENTS = 1 / 60  # of the county's people
DIAGNOSES = np.array([3, 4, 8, 5])  # pneumonia, COPD, bronchitis, stroke


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Admit the county's frail elderly two to five times a year, mostly from November to March."""
    county = len(city.towns) - 1
    size = max(10, round(int((city.people.town == county).sum()) * PATIENTS))
    frail = gather.townspeople(city, rng, county, 62, 90, size)
    who = np.repeat(frail, rng.integers(2, 6, len(frail)))
    cold = np.isin(city.calendar.dates.astype("datetime64[M]").astype(np.int64) % 12, [0, 1, 2, 10, 11])
    weight = np.where(cold, 3.0, 1.0)
    day = rng.choice(city.calendar.days, len(who), p=weight / weight.sum())
    ward = np.full(len(who), gather.nearest(city, HOSPITAL, county))
    visits = stay(city, rng, who, ward, day, lengths(rng, len(who)), diag=rng.choice(DIAGNOSES, len(who)))
    return Lookalike(visits, (Group(frail),))
