"""Special drugs at designated pharmacies: after a visit to a hospital, for years, now and then one that nobody sees."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, SPECIAL, Visits, joined, within

ONE_PER = 7_000  # persons for one designated pharmacy
UNSEEN = 0.12  # of the patients see a doctor in another city, or pay the visit themselves


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 17 to 22 patients of each designated pharmacy buy a special drug every two or three months."""
    shops = rng.permutation(city.institutions.of_kind(PHARMACY))[: city.groups(ONE_PER, 3)]
    made = [_shop(city, rng, int(shop)) for shop in shops]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _shop(city: City, rng: np.random.Generator, shop: int) -> tuple[Visits, Group]:
    patients = rng.permutation(np.flatnonzero(gather.free_adults(city)))[: int(rng.integers(17, 23))]
    every = rng.choice([70, 84], len(patients))
    times = city.calendar.days // 56 + 1
    turn = (
        rng.integers(0, every)[:, None] + every[:, None] * np.arange(times) + rng.integers(-3, 4, (len(every), times))
    )
    who, day = np.repeat(patients, times), turn.ravel().astype(np.int64)
    drug = np.repeat(rng.choice(items.BASKETS[items.SPECIAL], len(patients)), times)
    long = np.repeat(rng.random(len(patients)) < 0.5, times)
    seen = (np.repeat(rng.random(len(patients)) >= UNSEEN, times)) & (rng.random(len(who)) > 0.05)
    keep = (day >= 0) & (day < city.calendar.days)
    who, day, drug, long, seen = who[keep], day[keep], drug[keep], long[keep], seen[keep]
    house = city.habit[HOSPITAL][who, 0]
    before = day - rng.integers(0, 10, len(who))
    visits = Visits.of(who, house, clock.moments(city, rng, house, before), OUTPATIENT, items.CONSULT).take(seen)
    place = np.full(len(who), shop)
    dise = np.where(long, items.TUMOUR_DISE, -1)
    time = clock.moments(city, rng, place, day)
    sold = Visits.of(who, place, time, SPECIAL, items.SPECIAL, item=drug, pure=1, dise=dise)
    return within(joined([visits, sold]), city.calendar.days), Group(patients)
