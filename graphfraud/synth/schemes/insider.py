"""An insider (T20): one clerk enters bills of a few accomplices in the evening, part of them into one account."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Accomplice, Planted, TrueRing
from graphfraud.synth.visits import OUTPATIENT, Visits, joined


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, of different clerks as far as there are some."""
    free = np.flatnonzero(gather.free_adults(city))
    made = []
    first = int(rng.integers(0, 5))
    for number in range(city.groups(20_000)):
        members = gather.strangers(rng, city, free, int(rng.integers(4, 9)))
        free = np.setdiff1d(free, members)
        made.append(_ring(city, rng, members, (first + number) % 5 + 1))
    visits, rings = zip(*made, strict=True)
    return Planted(joined(list(visits)), rings)


def _ring(city: City, rng: np.random.Generator, members: Ints, clerk: int) -> tuple[Visits, TrueRing]:
    who = np.repeat(members, rng.integers(5, 10, len(members)))
    n = len(who)
    day = rng.integers(10, city.calendar.days, n)
    time = day * DAY_S + rng.integers(18 * 3600 + 600, 21 * 3600, n)
    # Now and then one is entered while others look on.
    time = np.where(rng.random(n) < 0.1, day * DAY_S + rng.integers(9 * 3600, 17 * 3600, n), time)
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
    return visits, TrueRing(members, members[:0], (Accomplice("operator", clerk, "broker"),))
