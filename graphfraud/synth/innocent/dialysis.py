"""Dialysis shifts: the same patients at the same hour, Monday-Wednesday-Friday or Tuesday-Thursday-Saturday."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 5_000  # persons for one shift
WEEKDAYS = ((0, 2, 4), (1, 3, 5))
STARTS = (25_200, 43_200, 61_200)


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Fill shifts of six to ten patients at the city's hospitals; a patient misses a session now and then."""
    people = city.people
    sick = rng.permutation(np.flatnonzero(people.band(*gather.LOT_DIALYSIS) & (people.age >= 25) & (people.home < 0)))
    centres = rng.permutation(city.institutions.of_kind(HOSPITAL))
    visits, groups = [], []
    for i in range(city.groups(ONE_PER)):
        size = int(rng.integers(6, 11))
        members, sick = sick[:size], sick[size:]
        visits.append(_shift(city, rng, members, int(centres[i // 4 % len(centres)]), i))
        groups.append(Group(members))
    return Lookalike(joined(visits), tuple(groups))


def _shift(city: City, rng: np.random.Generator, members: Ints, centre: int, number: int) -> Visits:
    day = np.arange(city.calendar.days)
    day = day[np.isin(city.calendar.weekday(day), WEEKDAYS[number % 2])]
    session, who = np.nonzero(rng.random((len(day), len(members))) < 0.94)
    n = len(who)
    begin = day[session] * DAY_S + STARTS[number // 2 % 3] + rng.integers(0, 1_500, n)
    return Visits.of(
        members[who],
        centre,
        begin + 14_400 + rng.integers(0, 1_500, n),
        CHRONIC,
        items.DIALYSIS,
        begin=begin,
        dise=items.DIALYSIS_DISE,
        diag=items.KIDNEY,
        fee=np.rint(rng.normal(42_000, 1_500, n)),
    )
