"""Double claims (T19): bills settled online at the hospital are handed in again at the agency's desk by one agent."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import background, identity
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.visits import joined

# Meetings: bills a member hands in twice.
GRADES = (
    Grade("weak", (4, 6), (1, 1), (1.0, 1.0)),
    Grade("middling", (5, 8), (1, 2), (1.0, 1.0)),
    Grade("strong", (8, 14), (1, 3), (1.0, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    venues = rng.choice(city.institutions.of_kind(HOSPITAL), int(rng.integers(1, 3)), replace=False)
    who = np.repeat(members, times(rng, grade, len(members)))
    n = len(who)
    first = background.stay(
        city,
        rng,
        who,
        rng.choice(venues, n),
        rng.integers(0, max(city.calendar.days - 150, 1), n),
        background.lengths(rng, n),
        fee=np.rint(100 * rng.lognormal(np.log(9_000), 0.5, n)),
        manual=0,
        invoice=identity.opaque(rng, n) % 10**10,
    )
    agent = members[0] if len(members) < 8 or rng.random() < 0.6 else -1
    again = first.changed(
        time=first.time + rng.integers(10, 75, len(first)) * DAY_S,
        manual=np.ones(len(first), np.int64),
        handler=np.full(len(first), agent),
        account=np.full(len(first), agent),
    )
    brokers = members[:1] if agent >= 0 else members[:0]
    return Planted(joined([first, again]), (TrueRing(members, brokers, accomplices("institution", venues, "venue")),))
