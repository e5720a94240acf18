"""Members' day of a pharmacy: discounts on a fixed day of the month, a queue before opening."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import PURCHASE, Visits, joined

ONE_PER = 10_000  # persons for one pharmacy with members' days


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Draw 50 to 110 regular customers to the shop on two days a month."""
    made = [_shop(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _shop(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    near = (city.habit[PHARMACY] == shop).any(axis=1) & (city.people.age >= 45) & (city.people.home < 0)
    regulars = rng.permutation(np.flatnonzero(near & (city.people.lot >= gather.LOT_OTHERS)))[
        : int(rng.integers(50, 111))
    ]
    of_month = city.calendar.dates.astype("datetime64[D]") - city.calendar.dates.astype("datetime64[M]").astype(
        "datetime64[D]"
    )
    days = np.flatnonzero(np.isin(of_month.astype(np.int64), [7, 17]))
    who, day = gather.turnout(rng, regulars, days, 0.35)
    early = rng.random(len(who)) < 0.5
    opens = int(city.institutions.opens[shop])
    time = day * DAY_S + opens + np.where(early, rng.integers(0, 3_600, len(who)), rng.integers(0, 36_000, len(who)))
    return Visits.of(who, shop, time, PURCHASE, items.OTC), Group(regulars)
