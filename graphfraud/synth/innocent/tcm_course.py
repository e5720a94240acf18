"""Courses of acupuncture: ten days in a row at the same hour, the same patients, some courses a year."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 8_000  # persons for one course group


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Needle groups of five to nine townspeople, two or three courses a year."""
    made = [_group(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(Group(m) for _, m in made))


def _group(city: City, rng: np.random.Generator) -> tuple[Visits, Ints]:
    town = int(rng.integers(0, len(city.towns)))
    members = gather.townspeople(city, rng, town, 45, 85, int(rng.integers(5, 10)))
    starts = gather.irregular_days(rng, int(rng.integers(2, 4)), city.calendar.days - 12, 60)
    who, day = gather.turnout(rng, members, np.unique(starts[:, None] + np.arange(10)), 0.9)
    hour = int(rng.integers(9, 16)) * 3600
    time = day * DAY_S + hour + rng.integers(0, 2_400, len(who))
    place = gather.nearest(city, CLINIC, town)
    return Visits.of(who, place, time, OUTPATIENT, items.TCM, fee=np.rint(rng.normal(9_000, 600, len(who)))), members
