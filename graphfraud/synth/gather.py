"""Building blocks of groups: who belongs, when they meet, who comes."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import identity
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import Bools

# Lots of persons with a fixed part in a look-alike; rings and loose groups take the others.
LOT_DIALYSIS = (0.0, 0.03)
LOT_TUMOUR = (0.03, 0.06)
LOT_REHAB = (0.06, 0.09)
LOT_WARD = (0.09, 0.11)
LOT_OTHERS = 0.11


def free_adults(city: City) -> Bools:
    """Tell who may be drawn for a ring: adults who live at home and have no lot of their own."""
    people = city.people
    return (people.age >= 20) & (people.age < 86) & (people.home < 0) & (people.lot >= LOT_OTHERS)


def insured_elsewhere(city: City) -> Bools:
    """Tell who lives in the city and is insured in another pooling area."""
    return np.asarray(~np.isin(city.people.insu_admdvs, (identity.CITY, identity.COUNTY)))


def strangers(rng: np.random.Generator, city: City, pool: Ints, size: int) -> Ints:
    """Draw `size` persons of the pool, no two of one family, seldom two of one village."""
    order = rng.permutation(pool)
    order = order[np.unique(city.people.kin[order], return_index=True)[1]]
    order = rng.permutation(order)
    first = np.unique(city.people.village[order], return_index=True)[1]
    spread = np.r_[rng.permutation(order[first]), np.delete(order, first)]
    return np.asarray(spread[:size])


def irregular_days(rng: np.random.Generator, n: int, days: int, gap: int) -> Ints:
    """Draw `n` ordered days of `days`, at least `gap` days apart where the period allows it, without a rhythm."""
    gap = min(gap, max(0, (days - 1) // max(n, 1) - 1))
    slack = days - gap * (n - 1)
    return np.sort(rng.integers(0, max(slack, 1), n)) + gap * np.arange(n)


def turnout(rng: np.random.Generator, members: Ints, days: Ints, share: float) -> tuple[Ints, Ints]:
    """Give person and day of all who come: each of `members` on each of `days` with probability `share`."""
    day, who = np.nonzero(rng.random((len(days), len(members))) < share)
    return members[who], days[day]


def weekly(city: City, weekday: int, every: int = 1) -> Ints:
    """Give the working days of the period on one weekday, each `every`-th week."""
    day = np.arange(city.calendar.days)
    day = day[city.calendar.weekday(day) == weekday][::every]
    return np.asarray(day[~np.isin(day, city.calendar.holidays())])


def month_ends(city: City) -> Ints:
    """Give the last day of each calendar month of the period."""
    month = city.calendar.dates.astype("datetime64[M]")
    return np.flatnonzero(np.r_[month[1:] != month[:-1], True])


def nearest(city: City, kind: int, town: int) -> int:
    """Give the institution of the kind that lies nearest to a town."""
    there = city.institutions.of_kind(kind)
    distance = np.linalg.norm(city.institutions.position[there] - city.towns[town], axis=1)
    return int(there[np.argmin(distance)])


def townspeople(city: City, rng: np.random.Generator, town: int, young: int, old: int, size: int) -> Ints:
    """Draw `size` persons aged `young` to `old` who live at home in a town."""
    people = city.people
    there = (people.town == town) & (people.age >= young) & (people.age <= old) & (people.home < 0)
    return rng.permutation(np.flatnonzero(there & (people.lot >= LOT_OTHERS)))[:size]


def spread(rng: np.random.Generator, times: Ints, first: int, end: int) -> tuple[Ints, Ints]:
    """Give member (position in `times`: how often each comes) and day of every coming, at any time before `end`.

    Of larger groups a few join after the first third or leave before the last quarter.
    """
    who = np.repeat(np.arange(len(times)), times)
    habit = rng.choice(3, len(times), p=[0.8, 0.11, 0.09]) * (len(times) >= 8)
    low, high = np.where(habit == 1, 0.3, 0.0)[who], np.where(habit == 2, 0.75, 1.0)[who]
    return who, first + ((low + rng.random(len(who)) * (high - low)) * max(end - first, 1)).astype(np.int64)


def attendance(rng: np.random.Generator, members: int, meetings: int, share: float) -> Bools:
    """Draw who comes to which meeting, shape (meetings, members).

    Each member has a zeal of their own; of larger groups a few join after the first third or leave before the last.
    """
    zeal = np.clip(rng.normal(share, 0.05, members), 0.6, 0.97)
    come = rng.random((meetings, members)) < zeal
    when = np.arange(meetings)[:, None] / max(meetings, 1)
    habit = rng.choice(3, members, p=[0.8, 0.11, 0.09]) * (members >= 8)
    come &= ~((habit == 1) & (when < 0.3)) & ~((habit == 2) & (when >= 0.75))
    return np.asarray(come)
