"""The pharmacy at the station: strangers from everywhere, small sums, whatever a traveller needs."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 20_000  # persons for one such pharmacy


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Send some of those insured elsewhere to one shop, each once or twice a year."""
    made = [_shop(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _shop(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    strangers = np.flatnonzero(gather.insured_elsewhere(city) & (city.people.home < 0) & (city.people.age >= 14))
    passing = rng.permutation(strangers)[:80]
    who = np.repeat(passing, rng.integers(1, 3, len(passing)))
    time = clock.moments(city, rng, np.full(len(who), shop), rng.integers(0, city.calendar.days, len(who)))
    fee = np.rint(100 * np.maximum(5, 45 * np.exp(0.6 * rng.standard_normal(len(who)))))
    cert = rng.choice([1, 2, 3], len(who), p=[0.8, 0.05, 0.15])
    return Visits.of(who, shop, time, PURCHASE, items.OTC, fee=fee, cert=cert), Group(passing)
