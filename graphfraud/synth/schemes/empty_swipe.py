"""Empty swipes (T09): a pharmacy swipes the same cards for round amounts and hands nothing over."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times
from graphfraud.synth.seeds import generator
from graphfraud.synth.visits import PURCHASE, Visits

# Meetings: swipes of a card in the period.
GRADES = (
    Grade("weak", (6, 9), (7, 9), (0.85, 0.9)),
    Grade("middling", (8, 13), (8, 12), (0.8, 0.9)),
    Grade("strong", (12, 20), (10, 16), (0.8, 0.95)),
)
AMOUNTS = np.array([100, 150, 200, 300, 500])  # yuan


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, each at a pharmacy of its own."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    cards = crew.draw(grade)
    shops = city.institutions.of_kind(PHARMACY)
    # Each at a pharmacy of its own, in an order that only the city knows.
    shop = int(generator(city.seed, "empty shops").permutation(shops)[crew.rings % len(shops)])
    which, day = gather.spread(rng, times(rng, grade, len(cards)), 0, city.calendar.days)
    who, n = cards[which], len(which)
    time = clock.moments(city, rng, np.full(n, shop), day)
    night = rng.random(n) < rng.choice([0.0, 0.3])
    time = np.where(night, day * DAY_S + 79_200 + rng.integers(0, 7_000, n), time)
    real = rng.random(n) > rng.uniform(*grade.attend)
    box = np.where(rng.random(n) < 0.8, -2, crew.rings)
    fee = 100 * rng.choice(AMOUNTS[: int(rng.integers(2, len(AMOUNTS) + 1))], n)
    visits = Visits.of(
        who,
        shop,
        time,
        PURCHASE,
        items.OTC,
        item=np.where(real, -1, rng.choice(items.BASKETS[items.OTC], 1)),
        fee=np.where(real, 0, fee),
        box=np.where(real, -1, box),
    )
    venue = accomplices("institution", np.array([shop]), "venue")
    return Planted(visits, (TrueRing(cards, cards[:0], venue),))
