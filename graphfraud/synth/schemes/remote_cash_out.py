"""Remote accounts cashed out (T08): a pharmacy turns the accounts of people insured elsewhere into a few dear articles.

The codes come from agents, so the card holders never met; the shop goes on serving its ordinary customers. A weak
ring pays a little in cash, mixes a further article in, and is spread over the year.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import NOTHING, Crew, Grade, planted, times
from graphfraud.synth.visits import PURCHASE, Visits

GRADES = (
    Grade("weak", (10, 14), (3, 5), (0.8, 0.88)),
    Grade("middling", (12, 18), (3, 7), (0.85, 0.95)),
    Grade("strong", (16, 24), (4, 9), (0.9, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least, where so many are insured elsewhere; each at shops of its own:
    two rings at one shop are one."""
    shops = cycle(rng.permutation(city.institutions.of_kind(PHARMACY)).tolist())
    crew = Crew(city, rng, gather.free_adults(city) & gather.insured_elsewhere(city), scattered=True)
    return planted(city, rng, GRADES, lambda c, r, own, g: _ring(c, r, own, g, shops), crew=crew)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade, shops: Iterator[int]) -> Planted:
    members = crew.draw(grade)
    if len(members) < GRADES[0].size[0]:
        return NOTHING
    venues = np.array([next(shops) for _ in range(int(rng.choice([1, 2], p=[0.7, 0.3])))])
    first = int(rng.integers(0, max(1, city.calendar.days // 2)))
    which, day = gather.spread(rng, times(rng, grade, len(members)), first, city.calendar.days)
    who, n = members[which], len(which)
    place = venues[rng.integers(0, len(venues), n)]
    time = clock.moments(city, rng, place, day)
    liked = rng.choice(items.BASKETS[items.OTC], int(rng.integers(1, 4)), replace=False)
    faithful = rng.random(n) < grade.attend[0]
    drained = rng.random(n) < grade.attend[1]
    visits = Visits.of(
        who,
        place,
        time,
        PURCHASE,
        items.OTC,
        item=np.where(faithful, rng.choice(liked, n), -1),
        pure=faithful.astype(np.int64),
        fee=np.rint(100 * rng.uniform(250, 900, n)),
        acct=np.where(drained, rng.uniform(0.93, 1.0, n), rng.uniform(0.5, 0.9, n)),
        cert=1,
    )
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", venues, "venue")),))
