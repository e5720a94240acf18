"""Rehabilitation wards: stroke patients come for two weeks of training every other month, as one intake."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import Visits, joined

ONE_PER = 8_000  # persons for one intake


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Train intakes of five to ten patients, four to six courses a year, intake days set by the ward."""
    people = city.people
    sick = rng.permutation(np.flatnonzero(people.band(*gather.LOT_REHAB) & (people.age >= 40) & (people.home < 0)))
    wards = rng.permutation(city.institutions.of_kind(HOSPITAL))
    visits, groups = [], []
    for i in range(city.groups(ONE_PER)):
        size = int(rng.integers(5, 11))
        members, sick = sick[:size], sick[size:]
        visits.append(_intake(city, rng, members, int(wards[i % len(wards)])))
        groups.append(Group(members))
    return Lookalike(joined(visits), tuple(groups))


def _intake(city: City, rng: np.random.Generator, members: Ints, ward: int) -> Visits:
    every = int(rng.integers(50, 75))
    starts = np.arange(int(rng.integers(0, 30)), city.calendar.days - 16, every)
    who, day = gather.turnout(rng, members, starts, 0.9)
    n = len(who)
    return stay(
        city,
        rng,
        who,
        np.full(n, ward),
        day + rng.integers(0, 2, n),
        14 - (rng.random(n) < 0.2).astype(np.int64),
        basket=items.REHAB,
        diag=items.HEMIPLEGIA,
        fee=np.rint(100 * rng.lognormal(np.log(9_800), 0.15, n)),
    )
