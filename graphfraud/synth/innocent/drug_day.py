"""Drug-collection day: once a month a village's chronic patients fetch their drugs at the health station."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 6_000  # persons for one collection day


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Hand out drugs on the same day of each month to 20 to 50 patients between eight and ten."""
    made = [_station(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _station(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    town = int(rng.integers(0, len(city.towns)))
    called = gather.townspeople(city, rng, town, 50, 85, int(rng.integers(20, 51)))
    first = int(rng.integers(0, 28))
    days = gather.month_ends(city)[:-1] + 1 + first
    days = np.r_[first, days][np.r_[first, days] < city.calendar.days]
    who, day = gather.turnout(rng, called, days, 0.8)
    time = day * DAY_S + 28_800 + rng.integers(0, 7_200, len(who))
    place = gather.nearest(city, CLINIC, town)
    drug = np.where(who % 2 == 0, rng.integers(0, 3, len(who)), rng.integers(4, 6, len(who)))
    fee = np.rint(100 * rng.lognormal(np.log(110), 0.25, len(who)))
    return Visits.of(who, place, time, CHRONIC, items.REFILL, dise=city.people.disease[who], item=drug, fee=fee), Group(
        called
    )
