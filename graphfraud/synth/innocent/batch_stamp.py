"""Batch closing: a house bills its chronic patients at the end of the month, all at one time or in one run."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Close the month at every clinic whose system works in batches, and at as many others in one run."""
    inst = city.institutions
    clinics = inst.of_kind(CLINIC)
    batch = clinics[inst.batch[clinics]]
    others = rng.permutation(clinics[~inst.batch[clinics]])[: len(batch)]
    made = [_house(city, rng, int(place)) for place in np.r_[batch, others]]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _house(city: City, rng: np.random.Generator, place: int) -> tuple[Visits, Group]:
    """The service was given on some day of the month; only the bill carries the closing time."""
    town = int(city.institutions.town[place])
    patients = gather.townspeople(city, rng, town, 50, 85, int(rng.integers(20, 41)))
    ends = gather.month_ends(city)
    who, day = gather.turnout(rng, patients, ends, 0.75)
    time = _stamps(city, rng, place, day)
    begin = np.maximum(day - rng.integers(0, 25, len(who)), 0) * DAY_S + rng.integers(30_000, 57_600, len(who))
    return Visits.of(who, place, time, CHRONIC, items.REFILL, begin=begin, dise=city.people.disease[who]), Group(
        patients
    )


def _stamps(city: City, rng: np.random.Generator, place: int, day: Ints) -> Ints:
    """One stamp for all where the system works in batches, else a run of bills a few seconds apart."""
    order = np.lexsort((rng.random(len(day)), day))
    turn = np.empty(len(day), np.int64)
    turn[order] = np.arange(len(day)) - np.searchsorted(day[order], day[order])
    pace = 0 if city.institutions.batch[place] else int(rng.integers(2, 8))
    return day * DAY_S + 61_200 + pace * turn
