"""A house corrects a price: it takes back weeks of bills and enters them again one afternoon, one after the other."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 8_000  # persons for one such house


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Correct the bills of 12 to 30 regular patients three or four times in the period."""
    made = [_house(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _house(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    place = int(rng.choice(city.institutions.of_kind(CLINIC)))
    patients = gather.townspeople(city, rng, int(city.institutions.town[place]), 40, 85, int(rng.integers(12, 31)))
    days = gather.irregular_days(rng, int(rng.integers(3, 5)), city.calendar.days - 20, 40) + 20
    return joined([_correction(city, rng, place, patients, int(d)) for d in days]), Group(patients)


def _correction(city: City, rng: np.random.Generator, place: int, patients: Ints, day: int) -> Visits:
    """First bills on days of their own, taken back and entered anew in the afternoon of `day`."""
    who = rng.permutation(patients[rng.random(len(patients)) < 0.8])
    n = len(who)
    seen = (day - rng.integers(1, 20, n)) * DAY_S + rng.integers(30_000, 57_600, n)
    fee = np.rint(100 * rng.lognormal(np.log(180), 0.5, n))
    dise = city.people.disease[who]
    turn = day * DAY_S + 52_200 + np.cumsum(rng.integers(25, 70, n))
    wrong = Visits.of(who, place, seen, CHRONIC, items.REFILL, fee=fee, dise=dise, back=turn)
    right = Visits.of(
        who, place, turn + rng.integers(5, 20, n), CHRONIC, items.REFILL, begin=seen, fee=np.rint(fee * 0.9), dise=dise
    )
    return joined([wrong, right])
