"""A mutual-aid account: one relative with a well-filled account shops for a family in two households, card by card."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 3_000  # persons for one family of this sort


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Send the payer of families of five to eight shopping 6 to 10 times a year, with most cards each time."""
    people = city.people
    related = people.clan >= 0
    size = np.bincount(people.clan[related])
    payers = np.bincount(people.clan[related], people.employee[related])
    fit = np.flatnonzero((size >= 5) & (size <= 8) & (payers > 0))
    families = [np.flatnonzero(people.clan == c) for c in rng.permutation(fit)[: city.groups(ONE_PER)]]
    return Lookalike(joined([_trips(city, rng, f) for f in families]), tuple(Group(f) for f in families))


def _trips(city: City, rng: np.random.Generator, family: Ints) -> Visits:
    payer = family[city.people.employee[family]][0]
    trips = max(3, round(int(rng.integers(6, 11)) * city.calendar.days / 365))
    trip, who = np.nonzero(gather.attendance(rng, len(family), trips, 0.8))
    shop = city.habit[PHARMACY][payer, rng.integers(0, 2, trips)]
    start = clock.moments(city, rng, shop, gather.irregular_days(rng, trips, city.calendar.days, 5))
    person = family[who]
    return Visits.of(
        person,
        shop[trip],
        start[trip] + rng.integers(0, 600, len(who)),
        PURCHASE,
        items.OTC,
        acct=1.0,
        aid=(person != payer).astype(np.int64),
    )
