"""Transfers: a small hospital sends severe cases to a large one and takes them back to recover."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import TRANSFER, Visits, joined

ONE_PER = 20_000  # persons for one pair of hospitals


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Transfer 8 to 16 elderly of a town once or twice, some on the day of discharge."""
    made = [_pair(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _pair(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    inst = city.institutions
    there = inst.of_kind(HOSPITAL)
    large = int(there[np.argmax(inst.weight[there])])
    small = int(rng.choice(there[there != large]))
    patients = gather.townspeople(city, rng, int(rng.integers(0, len(city.towns))), 55, 90, int(rng.integers(8, 17)))
    who = np.repeat(patients, rng.integers(1, 3, len(patients)))
    day = rng.integers(0, city.calendar.days, len(who))
    first = _length(rng, who, 2, 6)
    second = _length(rng, who, 5, 15)
    up, back = day + first + rng.integers(0, 2, len(who)), rng.integers(0, 2, len(who))
    here, away = np.full(len(who), small), np.full(len(who), large)
    moved = stay(city, rng, who, away, up, second)
    visits = [
        stay(city, rng, who, here, day, first),
        moved.changed(med_type=np.full(len(moved), TRANSFER)),
        stay(city, rng, who, here, up + second + back, _length(rng, who, 4, 10)),
    ]
    return joined(visits), Group(patients)


def _length(rng: np.random.Generator, who: Ints, low: int, high: int) -> Ints:
    return rng.integers(low, high, len(who))
