"""Kidney patients and their dialysis centres: who they are, where they go, what a session looks like."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.visits import CHRONIC, Value, Visits

# Each module takes patients of its own.
SHIFT, COMBINED, HOLIDAY, CLOSING, SENT_OUT, INTENSIVE, RING, PARTS = range(8)
WEEKDAYS = ((0, 2, 4), (1, 3, 5))
STARTS = (25_200, 43_200, 61_200)
LENGTH = 14_400  # seconds
ATTENDED = 0.94  # a patient misses a session now and then
SEASON = 140  # days
SHIFT_PER = 10_000  # persons for one shift that is there all year


def centres(city: City) -> Ints:
    """Give the hospitals with a dialysis centre, three at least: the larger ones."""
    there = city.institutions.of_kind(HOSPITAL)
    return there[np.argsort(-city.institutions.weight[there], kind="stable")[: city.groups(20_000, 3)]]


def patients(city: City, rng: np.random.Generator, part: int) -> Ints:
    """Give the patients of one module in random order."""
    low, high = gather.LOT_DIALYSIS
    width = (high - low) / PARTS
    there = city.people.band(low + part * width, low + (part + 1) * width)
    return rng.permutation(np.flatnonzero(there & (city.people.age >= 25) & (city.people.home < 0)))


def season(city: City, rng: np.random.Generator) -> tuple[int, int]:
    """Draw some months: patients begin, move away, get a kidney. Gives the first day, and the day after the last."""
    days = min(SEASON, city.calendar.days)
    first = int(rng.integers(0, city.calendar.days - days + 1))
    return first, first + days


def turns(city: City, rng: np.random.Generator, n: int, number: int, first: int, end: int) -> tuple[Ints, Ints]:
    """Give who of `n` patients comes on which day: Mondays, Wednesdays, Fridays, or the days after them."""
    day = np.arange(first, end)
    day = day[np.isin(city.calendar.weekday(day), WEEKDAYS[number % 2])]
    session, who = np.nonzero(rng.random((len(day), n)) < ATTENDED)
    return who, day[session]


def sessions(rng: np.random.Generator, person: Ints, place: Value, day: Ints, shift: int, **more: Value) -> Visits:
    """Give a session a person and day, in one of three shifts of the day."""
    n = len(person)
    begin = day * DAY_S + STARTS[shift % len(STARTS)] + rng.integers(0, 1_500, n)
    usual: dict[str, Value] = {"dise": items.DIALYSIS_DISE, "diag": items.KIDNEY, "begin": begin}
    usual["fee"] = np.rint(rng.normal(42_000, 1_500, n))
    end = begin + LENGTH + rng.integers(0, 1_500, n)
    return Visits.of(person, place, end, CHRONIC, items.DIALYSIS, **{**usual, **more})
