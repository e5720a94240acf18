"""Honest handlers of bills reimbursed by hand: a relative, an employer for its staff, a village official."""

from __future__ import annotations

import numpy as np

from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import Visits, joined

ONE_PER = 20_000  # persons for one handler of each sort


def family_handler(city: City, rng: np.random.Generator) -> Lookalike:
    """Let one person see to all bills of a family in two households, into one account."""
    clans = np.unique(city.people.clan[city.people.clan >= 0])
    chosen = rng.permutation(clans)[: city.groups(ONE_PER)]
    groups = [np.flatnonzero(city.people.clan == c) for c in chosen]
    return _handled(city, rng, groups, one_account=True, times=3)


def employer_batch(city: City, rng: np.random.Generator) -> Lookalike:
    """Let an employer hand in the bills of 8 to 20 of its staff, from many hospitals, into its own account."""
    size = np.bincount(city.people.employer[city.people.employer >= 0])
    firms = rng.permutation(np.flatnonzero(size >= 8))[: city.groups(ONE_PER)]
    staff = [rng.permutation(np.flatnonzero(city.people.employer == f))[: int(rng.integers(8, 21))] for f in firms]
    return _handled(city, rng, staff, one_account=True, times=1)


def village_cadre(city: City, rng: np.random.Generator) -> Lookalike:
    """Let a village official hand in the bills of 8 to 20 old people, each into his or her own account."""
    old = np.flatnonzero((city.people.age >= 65) & (city.people.home < 0) & (city.people.employer < 0))
    villages = rng.permutation(np.flatnonzero(np.bincount(city.people.village[old]) >= 8))[: city.groups(ONE_PER)]
    groups = [
        rng.permutation(old[city.people.village[old] == v])[: int(rng.integers(8, 21))] for v in villages.tolist()
    ]
    return _handled(city, rng, groups, one_account=False, times=2)


def _handled(city: City, rng: np.random.Generator, groups: list[Ints], *, one_account: bool, times: int) -> Lookalike:
    made = [_bills(city, rng, g, one_account, times) for g in groups]
    return Lookalike(joined(made), tuple(Group(g) for g in groups))


def _bills(city: City, rng: np.random.Generator, people: Ints, one_account: bool, times: int) -> Visits:
    who = np.repeat(people, rng.integers(1, times + 1, len(people)))
    place = city.habit[HOSPITAL][who, rng.integers(0, 2, len(who))]
    day = rng.integers(0, max(1, city.calendar.days - 20), len(who))
    made = stay(city, rng, who, place, day, rng.integers(3, 10, len(who)))
    n = len(made)
    account = np.full(n, people[0]) if one_account else np.full(n, -1)
    return made.changed(handler=np.full(n, people[0]), account=account)
