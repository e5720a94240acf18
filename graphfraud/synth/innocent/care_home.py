"""Care homes: the doctor's round settles resident after resident; now and then several go to hospital together."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let a doctor call at every home, weekly or when there is time, and send residents to hospital in outbreaks."""
    homes = int(city.people.home.max()) + 1
    residents = [np.flatnonzero(city.people.home == h) for h in range(homes)]
    visits = [v for r in residents for v in (_rounds(city, rng, r), _outbreaks(city, rng, r))]
    return Lookalike(joined(visits), tuple(Group(r) for r in residents))


def _rounds(city: City, rng: np.random.Generator, residents: Ints) -> Visits:
    """Every second home has a fixed weekday, the others see the doctor at irregular intervals."""
    clock = gather.weekly(city, int(rng.integers(0, 5)), int(rng.integers(1, 3)))
    free = gather.irregular_days(rng, max(6, city.calendar.days // 20), city.calendar.days, 5)
    who, day = gather.turnout(rng, residents, clock if rng.random() < 0.5 else free, 0.55)
    start = rng.integers(32_400, 36_000, city.calendar.days)
    order = np.lexsort((rng.random(len(who)), day))
    who, day = who[order], day[order]
    place_in_round = np.arange(len(day)) - np.searchsorted(day, day)
    time = day * DAY_S + start[day] + 150 * place_in_round + rng.integers(0, 120, len(day))
    home_town = int(np.bincount(city.people.town[residents]).argmax())
    place = gather.nearest(city, CLINIC, home_town)
    return Visits.of(who, place, time, CHRONIC, items.REFILL, dise=city.people.disease[who])


def _outbreaks(city: City, rng: np.random.Generator, residents: Ints) -> Visits:
    ward = gather.nearest(city, HOSPITAL, int(np.bincount(city.people.town[residents]).argmax()))
    weak = residents[: max(4, len(residents) // 3)]
    days = gather.irregular_days(rng, int(rng.integers(2, 5)), city.calendar.days - 14, 30)
    who, day = gather.turnout(rng, weak, days, 0.6)
    n = len(who)
    return stay(city, rng, who, np.full(n, ward), day + rng.integers(0, 2, n), rng.integers(7, 11, n))
