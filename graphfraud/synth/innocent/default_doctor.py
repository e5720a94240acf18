"""A house that books most bills on one doctor: its regular patients all seem to see the same one."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Send 20 to 40 neighbours to each such clinic some times a year, each when they please."""
    inst = city.institutions
    houses = np.flatnonzero(inst.default_doctor & (inst.kind == CLINIC))
    made = [_house(city, rng, int(place)) for place in houses]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _house(city: City, rng: np.random.Generator, place: int) -> tuple[Visits, Group]:
    town = int(city.institutions.town[place])
    regulars = gather.townspeople(city, rng, town, 20, 85, int(rng.integers(20, 41)))
    who = np.repeat(regulars, rng.integers(2, 7, len(regulars)))
    inst = np.full(len(who), place)
    time = clock.moments(city, rng, inst, clock.days(city, rng, len(who), CLINIC))
    return Visits.of(who, place, time, OUTPATIENT, items.CONSULT), Group(regulars)
