"""An insider (T20): one clerk enters bills of a few accomplices in the evening, part of them into one account."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Accomplice, Planted, TrueRing
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.visits import OUTPATIENT, Visits

# Meetings: bills of a payee; attendance: share of them that is entered out of hours.
GRADES = (
    Grade("weak", (4, 5), (5, 6), (0.8, 0.9)),
    Grade("middling", (4, 8), (5, 9), (0.85, 0.95)),
    Grade("strong", (7, 10), (7, 12), (0.85, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, of different clerks as far as there are some."""
    return planted(city, rng, GRADES, _ring, crew=Crew(city, rng, scattered=True))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    clerk = (city.seed + crew.rings) % 5 + 1
    which, day = gather.spread(rng, times(rng, grade, len(members)), 10, city.calendar.days)
    who, n = members[which], len(which)
    time = day * DAY_S + rng.integers(18 * 3600 + 600, 21 * 3600, n)
    # Now and then one is entered while others look on.
    time = np.where(
        rng.random(n) > rng.uniform(*grade.attend), day * DAY_S + rng.integers(9 * 3600, 17 * 3600, n), time
    )
    place = rng.choice(city.institutions.of_kind(HOSPITAL, local=False), n)
    account = np.where(rng.random(len(city.people)) < rng.choice([0.0, 0.5]), members[0], -1)[who]
    visits = Visits.of(
        who,
        place,
        time,
        OUTPATIENT,
        items.CONSULT,
        begin=time - rng.integers(3, 9, n) * DAY_S,
        fee=np.rint(100 * rng.lognormal(np.log(1_800), 0.4, n)),
        handler=who,
        account=account,
        operator=np.full(n, clerk),
    )
    return Planted(visits, (TrueRing(members, members[:0], (Accomplice("operator", clerk, "broker"),)),))
