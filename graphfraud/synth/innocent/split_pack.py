"""Opened packs: pieces of one box are sold to several patients, so its code is scanned again and again."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 5_000  # persons for one village clinic that splits packs
PIECES = 6  # sales from one box


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 20 to 40 neighbours of a clinic buy pieces, each some times a year."""
    made, packs = [], 0
    for _ in range(city.groups(ONE_PER)):
        visits, group = _clinic(city, rng, packs)
        made.append((visits, group))
        packs = int(visits.pack.max()) + 1
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _clinic(city: City, rng: np.random.Generator, packs: int) -> tuple[Visits, Group]:
    place = int(rng.choice(city.institutions.of_kind(CLINIC)))
    customers = gather.townspeople(city, rng, int(city.institutions.town[place]), 15, 85, int(rng.integers(20, 41)))
    who = np.repeat(customers, rng.integers(2, 6, len(customers)))
    inst = np.full(len(who), place)
    time = np.sort(clock.moments(city, rng, inst, clock.days(city, rng, len(who), CLINIC)))
    drug = int(rng.integers(10, 13))
    pack = packs + np.arange(len(who)) // PIECES
    return Visits.of(rng.permutation(who), place, time, OUTPATIENT, items.CONSULT, item=drug, pack=pack), Group(
        customers
    )
