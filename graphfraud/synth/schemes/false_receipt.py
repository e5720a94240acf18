"""False receipts (T17): a broker hands in bills in many names, paid into a few accounts, from one printing block."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.visits import Visits, joined


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons; every second one has no block of invoices, or an account for everybody."""
    free = np.flatnonzero(gather.free_adults(city))
    made = []
    for number in range(city.groups(20_000)):
        members = gather.strangers(rng, city, free, int(rng.integers(8, 17)))
        free = np.setdiff1d(free, members)
        made.append(_ring(city, rng, members[1:], int(members[0]), (number + int(rng.integers(0, 3))) % 3))
    visits, rings = zip(*made, strict=True)
    return Planted(joined(list(visits)), rings)


def _ring(city: City, rng: np.random.Generator, members: Ints, broker: int, way: int) -> tuple[Visits, TrueRing]:
    """`way` 0: one account and a block of invoices; 1: one account; 2: own accounts and a block of invoices."""
    house = rng.choice(city.institutions.of_kind(HOSPITAL))
    times = rng.integers(1, 4, len(members))
    who = np.repeat(members, times)
    elsewhere = rng.random(len(who)) < 0.15
    place = np.where(elsewhere, city.habit[HOSPITAL][who, 0], house)
    day = rng.integers(5, max(6, city.calendar.days - 25), len(who))
    made = stay(city, rng, who, place, day, rng.integers(3, 9, len(who)), basket=items.WARD)
    n = len(made)
    block = int(rng.integers(10**8, 9 * 10**8)) + np.cumsum(rng.integers(1, 5, n))
    time = clock.moments(city, rng, made.inst, np.minimum(made.time // 86_400 + 5, city.calendar.days - 1))
    visits = made.changed(
        time=time,
        handler=np.full(n, broker),
        account=np.full(n, broker) if way < 2 else np.full(n, -1),
        invoice=block if way != 1 else np.full(n, -1),
    )
    ring = TrueRing(np.r_[broker, members], np.array([broker]), accomplices("institution", np.array([house]), "venue"))
    return visits, ring
