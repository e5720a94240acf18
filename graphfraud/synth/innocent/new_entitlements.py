"""Honest new entitlements: the only assessor of a district, a screening day, and a campaign that renews everybody's."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL
from graphfraud.synth.plan import Entitlements, Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 20_000  # persons for one group of each sort


def single_assessor(city: City, rng: np.random.Generator) -> Lookalike:
    """Let one doctor certify 30 to 60 people of the city over the year, each for what he or she has."""
    made = []
    for _ in range(city.groups(ONE_PER)):
        people = rng.permutation(_ageing(city))[: int(rng.integers(30, 61))]
        day = rng.integers(0, city.calendar.days - 20, len(people))
        made.append(_granted(city, rng, people, day, _doctor(city, rng), city.habit[CLINIC][people, 0]))
    return _all(made)


def screening_day(city: City, rng: np.random.Generator) -> Lookalike:
    """Certify a village's older people on one day for one disease; half of them use it at the nearest clinic."""
    made = []
    for _ in range(city.groups(ONE_PER)):
        village = int(rng.choice(city.people.village))
        people = rng.permutation(_ageing(city)[city.people.village[_ageing(city)] == village])
        town = int(city.people.town[people[0]])
        dise = city.people.disease[people]
        people = people[dise == np.bincount(dise, minlength=1).argmax()]
        day = np.full(len(people), int(rng.integers(0, city.calendar.days - 60)))
        near = np.full(len(people), gather.nearest(city, CLINIC, town))
        own = city.habit[CLINIC][people, 0]
        place = np.where(rng.random(len(people)) < 0.5, near, own)
        made.append(_granted(city, rng, people, day, _doctor(city, rng), place))
    return _all(made)


def renewal_campaign(city: City, rng: np.random.Generator) -> Lookalike:
    """Date the entitlements of one house's chronic patients anew on one day; they go on as before."""
    made = []
    for _ in range(city.groups(ONE_PER)):
        people = rng.permutation(_ageing(city))[:25]
        half = city.calendar.days // 2
        place = city.habit[CLINIC][people, 0]
        before, group, _ = _granted(city, rng, people, np.zeros(len(people), np.int64), 0, place)
        after, _, grant = _granted(city, rng, people, np.full(len(people), half), _doctor(city, rng), place)
        made.append((joined([before, after]), group, grant))
    return _all(made)


def _ageing(city: City) -> Ints:
    people = city.people
    return np.flatnonzero((people.age >= 45) & (people.home < 0) & (people.lot >= gather.LOT_OTHERS))


def _doctor(city: City, rng: np.random.Generator) -> int:
    house = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    return int(city.doctors.first[house] + rng.integers(0, city.doctors.count[house]))


def _granted(
    city: City, rng: np.random.Generator, people: Ints, day: Ints, doctor: int, place: Ints
) -> tuple[Visits, Group, Entitlements]:
    """Grant each person's own disease on a day, and use it two to five times, first after up to five weeks."""
    times = rng.integers(2, 6, len(people))
    who = np.repeat(np.arange(len(people)), times)
    turn = np.concatenate([np.arange(n) for n in times.tolist()])
    when = day[who] + rng.integers(0, 36, len(people))[who] + 30 * turn + rng.integers(0, 8, len(who))
    who, when = who[when < city.calendar.days], when[when < city.calendar.days]
    dise = city.people.disease[people]
    time = clock.moments(city, rng, place[who], when)
    visits = Visits.of(people[who], place[who], time, CHRONIC, items.REFILL, dise=dise[who])
    return visits, Group(people), Entitlements(people, dise, day, np.full(len(people), doctor))


def _all(made: list[tuple[Visits, Group, Entitlements]]) -> Lookalike:
    visits, groups, granted = zip(*made, strict=True)
    return Lookalike(joined(list(visits)), groups, granted)
