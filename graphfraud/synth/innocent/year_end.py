"""Accounts spent before the year closes: large purchases in December, of whatever the family may need."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 20_000  # persons for one pharmacy that advertises it


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 30 to 60 customers of a pharmacy spend their balance in the last three weeks of the period."""
    made = [_shop(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _shop(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    near = (city.habit[PHARMACY] == shop).any(axis=1) & city.people.employee & (city.people.home < 0)
    who = rng.permutation(np.flatnonzero(near & (city.people.lot >= gather.LOT_OTHERS)))[: int(rng.integers(30, 61))]
    day = np.maximum(city.calendar.days - 1 - rng.integers(0, 21, len(who)), 0)
    time = clock.moments(city, rng, np.full(len(who), shop), day)
    fee = np.rint(100 * rng.uniform(200, 900, len(who)))
    visits = Visits.of(who, shop, time, PURCHASE, items.OTC, fee=fee, acct=rng.uniform(0.9, 1.0, len(who)))
    return visits, Group(who)
