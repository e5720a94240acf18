"""Ordinary life: purchases, consultations, chronic refills, stays, and families that go together."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY, Bools
from graphfraud.synth.visits import CHRONIC, EMERGENCY, OUTPATIENT, PURCHASE, STAY, Value, Visits, joined, within

# Visits a person-year at frailty 1, so that with look-alikes and rings it comes to the domain brief's 2.10: six
# settlements a person-year, refunds included.
PURCHASES, CONSULTATIONS, STAYS, EMERGENCIES = 2.3, 1.72, 0.24, 0.06
REFILLING = 0.2  # of the chronically ill; the others fetch their drugs when they happen to be at a doctor's
LONG = 10**10  # seconds, beyond any period
ACCOMPANIED = 0.06  # share of purchases and consultations to which a relative comes along


def ordinary(city: City, rng: np.random.Generator) -> Visits:
    """Give everything that happens in the city without look-alikes and rings."""
    short = [
        _visits(city, rng, PHARMACY, PURCHASES, PURCHASE, items.OTC),
        _visits(city, rng, CLINIC, CONSULTATIONS * 0.55, OUTPATIENT, items.CONSULT),
        _visits(city, rng, HOSPITAL, CONSULTATIONS * 0.45, OUTPATIENT, items.CONSULT),
        _visits(city, rng, HOSPITAL, EMERGENCIES, EMERGENCY, items.CONSULT),
    ]
    together = _relatives(city, rng, joined(short))
    stays = _stays(city, rng)
    outside = joined([*short, together, _refills(city, rng)])
    everything = joined([outside.take(~_in_bed(stays, outside)), stays])
    # Who lives on a long-stay ward has no other life.
    at_large = ~city.people.band(*gather.LOT_WARD)[everything.person]
    return within(everything.take(at_large), city.calendar.days)


def _in_bed(stays: Visits, visits: Visits) -> Bools:
    """Tell which visits fall into a stay of the same person."""
    order = np.lexsort((stays.begin, stays.person))
    key = stays.person[order] * LONG + stays.begin[order]
    before = np.searchsorted(key, visits.person * LONG + visits.time) - 1
    last = order[np.maximum(before, 0)]
    return np.asarray((before >= 0) & (stays.person[last] == visits.person) & (stays.time[last] >= visits.time))


def _persons(city: City, rng: np.random.Generator, rate: float) -> Ints:
    years = city.calendar.days / 365
    return np.repeat(np.arange(len(city.people)), rng.poisson(rate * years * city.people.frailty))


def usual_place(city: City, rng: np.random.Generator, person: Ints, kind: int) -> Ints:
    """Give where each person goes this time: mostly a usual place, now and then any other."""
    choice = rng.choice(4, len(person), p=[0.62, 0.22, 0.1, 0.06])
    there = city.institutions.of_kind(kind, local=False)
    anywhere = rng.choice(there, len(person), p=city.institutions.weight[there])
    return np.where(choice == 3, anywhere, city.habit[kind][person, np.minimum(choice, 2)])


def _visits(city: City, rng: np.random.Generator, kind: int, rate: float, med_type: int, basket: int) -> Visits:
    person = _persons(city, rng, rate)
    inst = usual_place(city, rng, person, kind)
    time = clock.moments(city, rng, inst, clock.days(city, rng, len(person), kind))
    return Visits.of(person, inst, time, med_type, basket)


def _relatives(city: City, rng: np.random.Generator, visits: Visits) -> Visits:
    """Give visits of a relative next to some of `visits`: same place, a few minutes earlier or later."""
    chosen = visits.take(rng.random(len(visits)) < ACCOMPANIED)
    household = city.people.household
    first = np.searchsorted(household, household[chosen.person])
    size = np.searchsorted(household, household[chosen.person], side="right") - first
    other = first + (chosen.person - first + 1 + rng.integers(0, np.maximum(size - 1, 1))) % size
    time = chosen.time + rng.integers(-480, 481, len(chosen))
    return chosen.changed(person=other, time=time, begin=time).take(size > 1)


def _refills(city: City, rng: np.random.Generator) -> Visits:
    """Chronic patients fetch their drugs about once a month, each in a rhythm of their own."""
    person = np.flatnonzero(city.people.chronic & (rng.random(len(city.people)) < REFILLING))
    every = rng.choice([30, 45, 60, 90], len(person), p=[0.15, 0.1, 0.35, 0.4])
    times = city.calendar.days // 30 + 1
    day = (
        rng.integers(0, every)[:, None] + every[:, None] * np.arange(times) + rng.integers(-4, 5, (len(person), times))
    )
    who = np.repeat(person, times)
    drug = np.repeat(rng.choice(10, len(person)), times)
    keep = (day.ravel() >= 0) & (day.ravel() < city.calendar.days)
    who, drug = who[keep], drug[keep]
    kind = np.repeat(rng.random(len(person)) < 0.3, times)[keep]
    inst = np.where(kind, usual_place(city, rng, who, HOSPITAL), usual_place(city, rng, who, CLINIC))
    time = clock.moments(city, rng, inst, day.ravel()[keep].astype(np.int64))
    return Visits.of(who, inst, time, CHRONIC, items.REFILL, dise=city.people.disease[who], item=drug)


def _stays(city: City, rng: np.random.Generator) -> Visits:
    """Ordinary stays: log-normal length, about 2.7 % of at most one day."""
    person = _persons(city, rng, STAYS)
    inst = usual_place(city, rng, person, HOSPITAL)
    return stay(city, rng, person, inst, clock.days(city, rng, len(person), HOSPITAL), lengths(rng, len(person)))


def lengths(rng: np.random.Generator, n: int) -> Ints:
    """Draw lengths of stay in days, at least 1."""
    return np.clip(np.rint(rng.lognormal(np.log(6.8), 0.82, n)), 1, 60).astype(np.int64)


def stay(
    city: City, rng: np.random.Generator, person: Ints, inst: Ints, day: Ints, length: Ints, **more: Value
) -> Visits:
    """Give stays admitted on `day` for `length` days; discharge and settlement in the morning or afternoon."""
    begin = day * DAY_S + (28_800 + 32_400 * rng.beta(1.5, 2.5, len(person))).astype(np.int64)
    out = (day + length) * DAY_S + (30_600 + 28_800 * rng.beta(1.6, 2.2, len(person))).astype(np.int64)
    basket = more.pop("basket", items.WARD)
    return within(Visits.of(person, inst, out, STAY, basket, begin=begin, **more), city.calendar.days)
