"""Drugs for resale (T06): card holders fetch a month's supply of the same drugs again and again, here and there."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, number_of_meetings, planted
from graphfraud.synth.visits import CHRONIC, PURCHASE, Visits

# Meetings: trips a year to which the dealer sends members.
GRADES = (
    Grade("weak", (5, 7), (34, 40), (0.8, 0.9)),
    Grade("middling", (6, 10), (40, 52), (0.7, 0.9)),
    Grade("strong", (9, 14), (50, 70), (0.7, 0.9)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    venues = _venues(city, rng)
    drugs = rng.choice(items.BASKETS[items.REFILL][:10], int(rng.integers(1, 3)), replace=False)
    trips = number_of_meetings(rng, city, grade)
    first = int(rng.integers(0, max(city.calendar.days // 4, 1)))
    day = first + gather.irregular_days(rng, trips, city.calendar.days - first, 3)
    trip, who = np.nonzero(gather.attendance(rng, len(members), trips, float(rng.uniform(*grade.attend))))
    # Each goes round the venues in an order of their own; most on the day of the trip, others a little later.
    place = venues[(trip + who) % len(venues)]
    late = np.where(rng.random(len(who)) < 0.7, 0, rng.integers(1, 3, len(who)))
    time = clock.moments(city, rng, place, np.minimum(day[trip] + late, city.calendar.days - 1))
    shop = city.institutions.kind[place] == PHARMACY
    visits = Visits.of(
        members[who],
        place,
        time,
        np.where(shop, PURCHASE, CHRONIC),
        np.where(shop, items.OTC, items.REFILL),
        dise=np.where(shop, -1, city.people.disease[members[who]]),
        item=drugs[(trip + who // 2) % len(drugs)],
        days=rng.choice([28, 30, 30, 60], len(who)),
    )
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", np.unique(place), "venue")),))


def _venues(city: City, rng: np.random.Generator) -> Ints:
    """Draw two or three pharmacies, a clinic, and now and then a hospital."""
    inst = city.institutions
    shops = rng.choice(inst.of_kind(PHARMACY), int(rng.integers(2, 4)), replace=False)
    clinic = rng.choice(inst.of_kind(CLINIC), 1)
    hospital = rng.choice(inst.of_kind(HOSPITAL), 1) if rng.random() < 0.4 else clinic[:0]
    return np.asarray(np.r_[shops, clinic, hospital], dtype=np.int64)
