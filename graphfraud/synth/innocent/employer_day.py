"""Health days of one employer or one school: the same colleagues or classmates, a few days a year."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 5_000  # persons for one employer or school
USUAL_STAFF = 30


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Bring 8 to 40 colleagues, or a class of one age, to one institution three to five times a year."""
    made = [
        _series(city, rng, _class(city, rng) if i % 3 == 2 else _staff(city, rng)) for i in range(city.groups(ONE_PER))
    ]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _staff(city: City, rng: np.random.Generator) -> Ints:
    size = np.bincount(city.people.employer[city.people.employer >= 0])
    # One of the middling employers: neither the town's largest nor a family shop.
    enough = np.flatnonzero(size >= 5)
    employer = int(rng.choice(enough[np.argsort(np.abs(size[enough] - USUAL_STAFF), kind="stable")[:8]]))
    return rng.permutation(np.flatnonzero(city.people.employer == employer))[: int(rng.integers(8, 41))]


def _class(city: City, rng: np.random.Generator) -> Ints:
    age = int(rng.integers(7, 16))
    return gather.townspeople(city, rng, int(rng.integers(0, len(city.towns))), age, age, int(rng.integers(15, 41)))


def _series(city: City, rng: np.random.Generator, members: Ints) -> tuple[Visits, Group]:
    town = int(np.bincount(city.people.town[members]).argmax())
    place = gather.nearest(city, HOSPITAL if rng.random() < 0.5 else CLINIC, town)
    days = gather.irregular_days(rng, int(rng.integers(3, 6)), city.calendar.days, 25)
    who, day = gather.turnout(rng, members, days, 0.85)
    time = day * DAY_S + 30_600 + rng.integers(0, 5_400, len(who))
    fee = np.full(len(who), int(rng.integers(80, 260)) * 100)
    return Visits.of(who, place, time, OUTPATIENT, items.CHECKUP, fee=fee), Group(members)
