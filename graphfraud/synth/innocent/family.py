"""Families of five to eight, in one household or two, who shop and go to the clinic together all year."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, PURCHASE, Visits, joined

ONE_PER = 600  # persons for one family of this sort


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Pick large families, every third in two households, and send them out together 6 to 14 times a year."""
    wanted = city.groups(ONE_PER)
    one = rng.permutation(_large(city, city.people.household))[: wanted - wanted // 3]
    two = rng.permutation(_large(city, city.people.clan))[: wanted // 3]
    members = [np.flatnonzero(city.people.household == h) for h in one]
    members += [np.flatnonzero(city.people.clan == c) for c in two]
    return Lookalike(joined([_outings(city, rng, m) for m in members]), tuple(Group(m) for m in members))


def _large(city: City, unit: Ints) -> Ints:
    """Give the units (-1 for none) of five to eight persons who all live at home."""
    there = unit >= 0
    size = np.bincount(unit[there])
    at_home = np.bincount(unit[there], city.people.home[there] < 0)
    return np.flatnonzero((size >= 5) & (size <= 8) & (at_home == size))


def _outings(city: City, rng: np.random.Generator, members: Ints) -> Visits:
    times = max(3, round(int(rng.integers(6, 15)) * city.calendar.days / 365))
    come = gather.attendance(rng, len(members), times, 0.85)
    outing, who = np.nonzero(come)
    first = members[0]
    kind = CLINIC if rng.random() < 0.4 else PHARMACY
    place = city.habit[kind][first, rng.integers(0, 2, times)]
    start = clock.moments(city, rng, place, gather.irregular_days(rng, times, city.calendar.days, 5))
    time = start[outing] + rng.integers(0, 900, len(who))
    kind_of = (OUTPATIENT, items.CONSULT) if kind == CLINIC else (PURCHASE, items.OTC)
    return Visits.of(members[who], place[outing], time, *kind_of)
