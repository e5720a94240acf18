"""One hand, many cards (T05): the same cards settle minutes apart, at several pharmacies or clinics.

The cards come in another order each time, not all of them every time; the hand likes certain drugs and may stand
in a queue of ordinary customers.
"""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, number_of_meetings, planted
from graphfraud.synth.visits import CHRONIC, OUTPATIENT, PURCHASE, Visits

GRADES = (
    Grade("weak", (5, 7), (7, 9), (0.82, 0.92)),
    Grade("middling", (6, 11), (8, 12), (0.75, 0.9)),
    Grade("strong", (9, 15), (11, 15), (0.72, 0.94)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 3,500 persons, three at least."""
    return planted(city, rng, GRADES, _ring, one_per=3500, least=3)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    venues = _venues(city, rng)
    meetings = number_of_meetings(rng, city, grade)
    come = gather.attendance(rng, len(members), meetings, float(rng.uniform(*grade.attend)))
    meeting, who = np.nonzero(come)
    venue = venues[rng.integers(0, len(venues), meetings)]
    start = clock.moments(city, rng, venue, gather.irregular_days(rng, meetings, city.calendar.days, 6))
    time = start[meeting] + _queue(rng, meeting)
    shop = city.institutions.kind[venue[meeting]] == PHARMACY
    n = len(who)
    chronic = ~shop & (rng.random(n) < 0.5)
    liked = rng.choice(items.BASKETS[items.REFILL][:10], int(rng.integers(1, 4)), replace=False)
    visits = Visits.of(
        members[who],
        venue[meeting],
        time,
        np.select([shop, chronic], [PURCHASE, CHRONIC], OUTPATIENT),
        np.select([shop, chronic], [items.OTC, items.REFILL], items.CONSULT),
        dise=np.where(chronic, city.people.disease[members[who]], -1),
        item=np.where(rng.random(n) < rng.choice([0.8, 0.6, 0.0]), rng.choice(liked, n), -1),
        fee=np.rint(100 * rng.uniform(120, 420) * np.exp(rng.uniform(0.1, 0.5) * rng.standard_normal(n))),
        cert=np.where(rng.random(n) < 0.85, rng.choice([1, 3]), 0),
    )
    return Planted(visits, (TrueRing(members, members[:0], accomplices("institution", venues, "venue")),))


def _venues(city: City, rng: np.random.Generator) -> Ints:
    """Draw one to four pharmacies or clinics that stamp their bills one by one."""
    inst = city.institutions
    shops, clinics = inst.of_kind(PHARMACY), inst.of_kind(CLINIC)
    there = shops if rng.random() < 0.65 else np.r_[clinics, shops[: len(shops) // 3]]
    there = there[~inst.batch[there]]
    return rng.choice(there, int(rng.choice([1, 2, 3, 4], p=[0.2, 0.35, 0.3, 0.15])), replace=False)


def _queue(rng: np.random.Generator, meeting: Ints) -> Ints:
    """Give seconds after the first card: half a minute to four minutes a card, in a new order each time."""
    order = np.lexsort((rng.random(len(meeting)), meeting))
    step = (30 + 210 * rng.beta(1.2, 2.6, len(meeting))).astype(np.int64)
    total = np.cumsum(step)
    first = np.r_[0, np.flatnonzero(np.diff(meeting[order])) + 1]
    size = np.diff(np.r_[first, len(meeting)])
    offset = np.empty(len(meeting), np.int64)
    offset[order] = total - np.repeat(total[first], size)
    return offset
