"""Shell employers (T18): pregnant women join, give birth within months and leave; two firms may share the work."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.innocent.young_staff import deliveries, new_employer, women
from graphfraud.synth.people import ALIVE
from graphfraud.synth.plan import Employments, Planted, TrueRing, accomplices
from graphfraud.synth.visits import Visits, joined


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons."""
    able = women(city)
    made = []
    for number in range(city.groups(20_000)):
        members = gather.strangers(rng, city, able, int(rng.integers(6, 16)))
        able = np.setdiff1d(able, members)
        made.append(_ring(city, rng, members, new_employer(city, 10 + 2 * number)))
    visits, rings, employed = zip(*made, strict=True)
    return Planted(joined(list(visits)), rings, employed=employed)


def _ring(city: City, rng: np.random.Generator, members: Ints, first: int) -> tuple[Visits, TrueRing, Employments]:
    firms = first + rng.integers(0, 2, len(members)) * int(len(members) >= 12)
    birth = rng.integers(30, max(31, city.calendar.days - 40), len(members))
    join = birth - rng.integers(40, 200, len(members))
    leave = birth + rng.integers(20, 150, len(members))
    # A few honest clerks, who stay and have no child.
    clerks = rng.permutation(np.setdiff1d(np.flatnonzero(gather.free_adults(city)), members))[: len(members) // 4]
    # With two firms, most members go on to the other one for a while.
    moved = np.flatnonzero((rng.random(len(members)) < 0.8) & (len(members) >= 12))
    employed = Employments(
        np.r_[members, members[moved], clerks],
        np.r_[firms, 2 * first + 1 - firms[moved], np.full(len(clerks), first)],
        np.r_[join, leave[moved] + 1, np.full(len(clerks), -400)],
        np.r_[leave, leave[moved] + 60, np.full(len(clerks), ALIVE)],
    )
    ring = TrueRing(members, members[:0], accomplices("employer", np.unique(firms), "broker"))
    return deliveries(city, rng, members, birth), ring, employed
