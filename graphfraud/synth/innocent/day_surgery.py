"""Cataract camps: a village's elderly have one eye done, and the other some weeks later, on the same days."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import DAY_SURGERY, OUTPATIENT, Visits, joined

ONE_PER = 8_000  # persons for one camp


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Operate on 8 to 16 persons a camp, home the same or the next day; screened before, checked up afterwards."""
    done: Ints = np.zeros(0, np.int64)
    made = []
    for _ in range(city.groups(ONE_PER)):
        visits, group = _camp(city, rng, done)
        done = np.union1d(done, group.persons)
        made.append((visits, group))
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _camp(city: City, rng: np.random.Generator, done: Ints) -> tuple[Visits, Group]:
    """Make one camp; who has been `done` has no third eye."""
    town = int(rng.integers(0, len(city.towns)))
    patients = gather.townspeople(city, rng, town, 62, 88, int(rng.integers(8, 17)))
    patients = patients[~np.isin(patients, done)]
    place = gather.nearest(city, HOSPITAL, town)
    first = int(rng.integers(12, city.calendar.days - 75))
    second = first + int(rng.integers(14, 30))
    surgery = _surgery(city, rng, patients, place, np.array([first, second]))
    check = np.array([first - 10, second + int(rng.integers(14, 35))])
    return joined([surgery, _outpatients(rng, patients, place, check)]), Group(patients)


def _surgery(city: City, rng: np.random.Generator, patients: Ints, place: int, days: Ints) -> Visits:
    who, day = gather.turnout(rng, patients, days, 0.92)
    n = len(who)
    length = np.where(rng.random(n) < 0.6, 0, 1)
    made = stay(city, rng, who, np.full(n, place), day, length, basket=items.SURGERY, diag=items.CATARACT)
    return made.changed(med_type=np.full(len(made), DAY_SURGERY), time=np.maximum(made.time, made.begin + 14_400))


def _outpatients(rng: np.random.Generator, patients: Ints, place: int, days: Ints) -> Visits:
    who, day = gather.turnout(rng, patients, days, 0.92)
    time = day * DAY_S + 30_600 + rng.integers(0, 9_000, len(who))
    return Visits.of(who, place, time, OUTPATIENT, items.CONSULT, diag=items.CATARACT)
