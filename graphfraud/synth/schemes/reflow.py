"""Drugs that flow back (T07): boxes sold to card holders at some institutions are settled again at others."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Grade, grades
from graphfraud.synth.visits import CHRONIC, PURCHASE, Visits, joined

# Size: institutions that sell first; meetings: boxes from each of them to each buyer.
GRADES = (
    Grade("weak", (1, 1), (6, 8), (1.0, 1.0)),
    Grade("middling", (1, 2), (9, 16), (1.0, 1.0)),
    Grade("strong", (2, 3), (15, 40), (1.0, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, of institutions that are in no other one."""
    inst = city.institutions
    free = rng.permutation(np.r_[inst.of_kind(PHARMACY), inst.of_kind(CLINIC)])
    visits, rings, boxes = [], [], 0
    for grade in grades(rng, city.groups(20_000), GRADES):
        sellers = free[: int(rng.integers(grade.size[0], grade.size[1] + 1))]
        buyers = rng.permutation(np.setdiff1d(free[inst.kind[free] == PHARMACY], sellers))[: int(rng.integers(1, 3))]
        if not len(buyers):
            break
        free = free[~np.isin(free, np.r_[sellers, buyers])]
        for seller in sellers.tolist():
            for buyer in buyers.tolist():
                n = int(rng.integers(grade.meetings[0], grade.meetings[1] + 1))
                visits.append(_channel(city, rng, seller, buyer, boxes + np.arange(n)))
                boxes += n
        rings.append(_truth(rng, sellers, buyers))
    return Planted(joined(visits), tuple(rings))


def _truth(rng: np.random.Generator, sellers: Ints, buyers: Ints) -> TrueRing:
    nobody = sellers[:0]
    others = accomplices("institution", sellers, "seller") + accomplices("institution", buyers, "buyer")
    return TrueRing(nobody, nobody, others)


def _channel(city: City, rng: np.random.Generator, seller: int, buyer: int, box: Ints) -> Visits:
    """Each box is sold to somebody at the seller, and two weeks to three months later to somebody else."""
    n = len(box)
    liked = rng.choice(items.BASKETS[items.REFILL][:10], int(rng.integers(1, 5)), replace=False)
    drug = rng.choice(liked, n)
    first = rng.integers(0, max(city.calendar.days - 95, 1), n)
    later = np.minimum(first + rng.integers(14, 90, n), city.calendar.days - 1)
    parts = []
    for place, day in ((seller, first), (buyer, later)):
        near = rng.permutation(np.flatnonzero((city.habit[PHARMACY] == buyer).any(axis=1) & gather.free_adults(city)))
        who = rng.choice(near if len(near) else np.flatnonzero(gather.free_adults(city)), n)
        time = clock.moments(city, rng, np.full(n, place), day)
        shop = city.institutions.kind[place] == PHARMACY
        kind = (PURCHASE, items.OTC) if shop else (CHRONIC, items.REFILL)
        parts.append(Visits.of(who, place, time, *kind, item=drug, box=box))
    return joined(parts)
