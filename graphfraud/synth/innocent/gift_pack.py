"""A standard pack at a round price: many customers buy it, some again and again; each takes a box home."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 20_000  # persons for one shop with such a pack


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Sell the pack to 30 to 60 customers, one to eight times each."""
    made = [_shop(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _shop(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    customers = rng.permutation(np.flatnonzero(gather.free_adults(city)))[: int(rng.integers(30, 61))]
    who = np.repeat(customers, rng.integers(1, 9, len(customers)))
    time = clock.moments(city, rng, np.full(len(who), shop), clock.days(city, rng, len(who), PHARMACY))
    item, price = int(rng.choice(items.BASKETS[items.OTC])), int(rng.choice([20_000, 30_000, 50_000]))
    return Visits.of(who, shop, time, PURCHASE, items.OTC, item=item, fee=price), Group(customers)
