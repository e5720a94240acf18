"""Shops that scan the product's bar code in place of the box's own: every box of a drug shows one and the same code."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits

ONE_PER = 10_000  # persons for one shop that scans bar codes
SALES = 60


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let two shops or more sell as usual; some drugs are bought seldom, some often."""
    shops = rng.permutation(city.institutions.of_kind(PHARMACY))[: max(2, city.groups(ONE_PER))]
    inst = np.repeat(shops, SALES)
    drugs = items.BASKETS[items.OTC]
    which = np.minimum((rng.random(len(inst)) ** 2 * len(drugs)).astype(np.int64), len(drugs) - 1)
    who = rng.choice(np.flatnonzero(gather.free_adults(city)), len(inst))
    time = clock.moments(city, rng, inst, clock.days(city, rng, len(inst), PHARMACY))
    visits = Visits.of(who, inst, time, PURCHASE, items.OTC, item=drugs[which], box=which)
    return Lookalike(visits, tuple(Group(who[inst == shop]) for shop in shops.tolist()))
