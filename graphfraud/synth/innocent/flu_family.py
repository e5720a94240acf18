"""Flu in the family: a household falls ill in one winter week and comes for infusions three days running."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 700  # persons for one household


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Infect households of three to eight in the cold months, some of them twice."""
    size = np.bincount(city.people.household)
    houses = rng.permutation(np.flatnonzero((size >= 3) & (size <= 8)))[: city.groups(ONE_PER)]
    members = [np.flatnonzero(city.people.household == h) for h in houses]
    return Lookalike(joined([_illness(city, rng, m) for m in members]), tuple(Group(m) for m in members))


def _illness(city: City, rng: np.random.Generator, members: Ints) -> Visits:
    month = city.calendar.dates.astype("datetime64[M]").astype(np.int64) % 12
    winter = np.flatnonzero(np.isin(month, [0, 1, 10, 11]))
    onset = rng.choice(winter, int(rng.integers(1, 3)), replace=False)
    days = np.unique((onset[:, None] + np.arange(3)).ravel())
    who, day = gather.turnout(rng, members, days[days < city.calendar.days], 0.8)
    hour = 30_600 + rng.integers(0, 21_600, city.calendar.days)
    time = day * DAY_S + hour[day] + rng.integers(0, 600, len(who))
    place = int(city.habit[CLINIC][members[0], 0])
    return Visits.of(who, place, time, OUTPATIENT, items.FLU, diag=items.FLU_DIAG)
