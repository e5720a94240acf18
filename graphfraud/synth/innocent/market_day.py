"""Market days: villagers come to town every fifth day, and buy at the pharmacy there when they need something."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 10_000  # persons for one market


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Hold markets with 60 to 110 regular customers; cars of four come and go together."""
    made = [_market(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _market(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    town = int(rng.integers(1, len(city.towns)))
    regulars = gather.townspeople(city, rng, town, 25, 80, int(rng.integers(60, 111)))
    days = np.arange(int(rng.integers(0, 5)), city.calendar.days, 5)
    shop = gather.nearest(city, PHARMACY, town)
    cars = [regulars[i : i + 4] for i in range(0, len(regulars), 4)]
    return joined([_car(city, rng, car, days, shop) for car in cars]), Group(regulars)


def _car(city: City, rng: np.random.Generator, car: Ints, days: Ints, shop: int) -> Visits:
    """A car comes to some markets; not everybody in it needs something each time."""
    trips = np.sort(rng.choice(days, min(len(days), int(rng.integers(4, 12))), replace=False))
    who, day = gather.turnout(rng, car, trips, 0.6)
    arrival = 30_600 + rng.integers(0, 9_000, city.calendar.days)
    time = day * DAY_S + arrival[day] + rng.integers(0, 1_200, len(who))
    return Visits.of(who, shop, time, PURCHASE, items.OTC)
