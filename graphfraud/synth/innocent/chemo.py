"""Chemotherapy: patients whose cycles began in the same week are admitted and discharged together every 21 days."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import Visits, joined

ONE_PER = 6_000  # persons for one cohort


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Treat cohorts of five to nine patients at the large hospitals, six to ten cycles of two or three days."""
    people, inst = city.people, city.institutions
    sick = rng.permutation(np.flatnonzero(people.band(*gather.LOT_TUMOUR) & (people.age >= 35) & (people.home < 0)))
    wards = inst.of_kind(HOSPITAL)
    wards = wards[np.argsort(-inst.weight[wards])[:3]]
    visits, groups = [], []
    for _ in range(city.groups(ONE_PER)):
        size = int(rng.integers(5, 10))
        members, sick = sick[:size], sick[size:]
        visits.append(_cohort(city, rng, members, int(rng.choice(wards))))
        groups.append(Group(members))
    return Lookalike(joined(visits), tuple(groups))


def _cohort(city: City, rng: np.random.Generator, members: Ints, ward: int) -> Visits:
    cycles = int(rng.integers(6, 11))
    first = int(rng.integers(0, max(1, city.calendar.days - 21 * cycles)))
    who, day = gather.turnout(rng, members, first + 21 * np.arange(cycles), 0.93)
    n = len(who)
    return stay(
        city,
        rng,
        who,
        np.full(n, ward),
        day + (rng.random(n) < 0.2),
        2 + (rng.random(n) < 0.3).astype(np.int64),
        basket=items.CHEMO,
        diag=np.where(rng.random(n) < 0.8, items.CHEMO_DIAG, items.COLON),
        dise=items.TUMOUR_DISE,
        fee=np.rint(100 * rng.lognormal(np.log(6_500), 0.2, n)),
    )
