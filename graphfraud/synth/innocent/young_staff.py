"""Employers of many young women: a young firm, a labour agency, a kindergarten. Their births are real."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.people import ALIVE
from graphfraud.synth.plan import Employments, Group, Lookalike
from graphfraud.synth.visits import DELIVERY, Visits
from graphfraud.synth.visits import joined as joined_visits

ONE_PER = 20_000  # persons for one employer of each sort


def young_firm(city: City, rng: np.random.Generator) -> Lookalike:
    """Found a firm in the period: 25 to 45 women join, a fifth has a child in its first year, few of them leave."""
    return _employers(city, rng, 0, (25, 46), birth=0.2, leave=0.1, joined=(-100, 60))


def dispatch_agency(city: City, rng: np.random.Generator) -> Lookalike:
    """Hire out 120 to 200 women who come and go within months; one in fourteen has a child."""
    return _employers(city, rng, 1, (120, 201), birth=0.07, leave=0.7, joined=(-200, 250))


def kindergarten(city: City, rng: np.random.Generator) -> Lookalike:
    """Employ 20 to 40 young women for years; every fourth has a child in the period and stays."""
    return _employers(city, rng, 2, (20, 41), birth=0.25, leave=0.05, joined=(-2_000, -300))


def women(city: City) -> Ints:
    """Give the women of 20 to 42 who have no part in another look-alike."""
    people = city.people
    return np.flatnonzero(gather.free_adults(city) & people.female & (people.age <= 42))


def new_employer(city: City, number: int) -> int:
    """Give the number of an employer that no other resident works for."""
    return int(city.people.employer.max()) + 1 + number


def deliveries(city: City, rng: np.random.Generator, mothers: Ints, day: Ints) -> Visits:
    """Give one delivery each at the mother's usual hospital."""
    ward = city.habit[HOSPITAL][mothers, 0]
    length = rng.integers(3, 6, len(mothers))
    made = stay(city, rng, mothers, ward, day, length, basket=items.BIRTH, diag=items.BIRTH_DIAG)
    return made.changed(med_type=np.full(len(made), DELIVERY))


def _employers(
    city: City,
    rng: np.random.Generator,
    sort: int,
    size: tuple[int, int],
    *,
    birth: float,
    leave: float,
    joined: tuple[int, int],
) -> Lookalike:
    made = []
    for number in range(city.groups(ONE_PER)):
        staff = rng.permutation(women(city))[: int(rng.integers(*size))]
        n = len(staff)
        employer = np.full(n, new_employer(city, 10_000 + 3 * number + sort))
        day = rng.integers(20, max(21, city.calendar.days - 30), n)
        join = rng.integers(*joined, n)
        leaving = np.where(rng.random(n) < leave, np.maximum(join, 0) + rng.integers(60, 400, n), ALIVE)
        mother = (rng.random(n) < birth) & (day > join)
        made.append(
            (
                deliveries(city, rng, staff[mother], day[mother]),
                Group(staff),
                Employments(staff, employer, join, np.where(mother & (leaving < day), ALIVE, leaving)),
            )
        )
    visits, groups, employed = zip(*made, strict=True)
    return Lookalike(joined_visits(list(visits)), groups, employed=employed)
