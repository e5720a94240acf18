"""Booked beds (T04): a hospital bills stays of people who go about their lives, and see doctors, elsewhere.

Each comes at a time of their own; some buy only drugs in between, some stays show nothing at all.
"""

from __future__ import annotations

from itertools import cycle

import numpy as np

from graphfraud.synth import clock, items
from graphfraud.synth.background import stay, usual_place
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted
from graphfraud.synth.visits import OUTPATIENT, PURCHASE, Visits, joined

# Meetings: stays of a member; attendance: share of the days of stay with a settlement elsewhere.
GRADES = (
    Grade("weak", (6, 9), (3, 4), (0.22, 0.3)),
    Grade("middling", (7, 14), (3, 4), (0.25, 0.4)),
    Grade("strong", (12, 20), (3, 5), (0.3, 0.5)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least; each at a hospital of its own: the hospital is what ties it."""
    small = city.institutions.of_kind(HOSPITAL)
    venues = cycle(rng.permutation(small[city.institutions.level[small] > 1]).tolist())
    return planted(city, rng, GRADES, lambda c, r, crew, g: _ring(c, r, crew, g, next(venues)))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade, venue: int) -> Planted:
    members = crew.draw(grade)
    who, day, length = _beds(city, rng, members, grade)
    beds = stay(
        city,
        rng,
        who,
        np.full(len(who), venue),
        day,
        length,
        fee=np.rint(100 * rng.lognormal(np.log(2_600), 0.25, len(who))),
        cash=np.where(rng.random(len(who)) < 0.6, 0.03, np.nan),
    )
    share = float(rng.uniform(*grade.attend))
    outside = [_outings(city, rng, who, day, length, venue, share, kind) for kind in (CLINIC, HOSPITAL, PHARMACY)]
    venues = accomplices("institution", np.array([venue]), "venue")
    return Planted(joined([beds, *outside]), (TrueRing(members, members[:0], venues),))


def _beds(city: City, rng: np.random.Generator, members: Ints, grade: Grade) -> tuple[Ints, Ints, Ints]:
    """Give person, day of admission and length of the stays, a member's own at least three weeks apart."""
    who, day = [], []
    for member in members.tolist():
        times = int(rng.integers(grade.meetings[0], grade.meetings[1] + 1))
        slots = np.sort(rng.choice(max(city.calendar.days // 24 - 1, times), times, replace=False))
        who.append(np.full(times, member))
        day.append(slots * 24 + rng.integers(0, 6, times))
    persons = np.concatenate(who)
    return persons, np.concatenate(day), rng.integers(6, 15, len(persons))


def _outings(
    city: City, rng: np.random.Generator, who: Ints, day: Ints, length: Ints, venue: int, share: float, kind: int
) -> Visits:
    """Give settlements elsewhere on some of the inner days of the stays."""
    weight = {CLINIC: 0.45, HOSPITAL: 0.2, PHARMACY: 0.35}[kind]
    times = rng.binomial(np.maximum(length - 1, 0), share * weight)
    at = np.repeat(np.arange(len(who)), times)
    when = day[at] + 1 + (rng.random(len(at)) * (length[at] - 1)).astype(np.int64)
    inst = usual_place(city, rng, who[at], kind)
    inside = (inst != venue) & (when < city.calendar.days)
    at, when, inst = at[inside], when[inside], inst[inside]
    time = clock.moments(city, rng, inst, when)
    shop = kind == PHARMACY
    return Visits.of(who[at], inst, time, PURCHASE if shop else OUTPATIENT, items.OTC if shop else items.CONSULT)
