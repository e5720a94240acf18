"""Fake or induced stays (T01): a broker brings the same people to complicit hospitals again and again.

Admitted and discharged within a day of each other, at irregular intervals, at one to three hospitals; a doctor
or two, a small set of diagnoses, low own payment, costs just under a threshold: each ring shows only some of these
marks.
"""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Floats, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, number_of_meetings, planted

GRADES = (
    Grade("weak", (5, 8), (6, 7), (0.85, 0.93)),
    Grade("middling", (7, 14), (6, 8), (0.74, 0.88)),
    Grade("strong", (12, 25), (8, 10), (0.72, 0.92)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 3,500 persons, three at least."""
    return planted(city, rng, GRADES, _ring, one_per=3500, least=3)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    venues = _venues(city, rng)
    helpers = np.array([rng.integers(f, f + c) for f, c in _staff(city, venues)])
    faithful = float(rng.choice([0.9, 0.6, 0.0]))
    meetings = number_of_meetings(rng, city, grade)
    come = gather.attendance(rng, len(members), meetings, float(rng.uniform(*grade.attend)))
    meeting, who = np.nonzero(come)
    n = len(who)
    day, length = _days(city, rng, meetings, meeting)
    venue = rng.integers(0, len(venues), meetings)[meeting]
    brokers = members[: 2 if rng.random() < 0.3 else 1]
    visits = stay(
        city,
        rng,
        members[who],
        venues[venue],
        day,
        length,
        doctor=np.where(rng.random(n) < faithful, helpers[venue], -1),
        diag=_diagnoses(rng, n),
        fee=_kept_under(city, venues[venue], _fees(rng, n)),
        cash=_cash(rng, n),
        waived=np.where(rng.random() < 0.35, rng.uniform(0.02, 0.08, n), 0.0),
        contact=_contact(rng, brokers, meeting / meetings),
    )
    others = accomplices("institution", venues, "venue")
    others += accomplices("doctor", np.unique(helpers) if faithful else helpers[:0], "prescriber")
    return Planted(visits, (TrueRing(members, brokers, others),))


def _days(city: City, rng: np.random.Generator, meetings: int, meeting: Ints) -> tuple[Ints, Ints]:
    """Give day of admission and length of each stay: the group comes and goes within a day, one in 14 straggles."""
    n = len(meeting)
    first = gather.irregular_days(rng, meetings, city.calendar.days - 13, 16)[meeting]
    last = first + rng.integers(3, 10, meetings)[meeting]
    begin = first + (rng.random(n) < 0.35)
    end = last + (rng.random(n) < 0.35) + 2 * (rng.random(n) < 0.07)
    return begin, end - begin


def _venues(city: City, rng: np.random.Generator) -> Ints:
    """Draw one to three smaller hospitals of the city."""
    there = city.institutions.of_kind(HOSPITAL)
    small = there[city.institutions.level[there] > 1]
    return rng.choice(small, min(len(small), int(rng.choice([1, 2, 3], p=[0.45, 0.35, 0.2]))), replace=False)


def _staff(city: City, venues: Ints) -> list[tuple[int, int]]:
    return list(zip(city.doctors.first[venues].tolist(), city.doctors.count[venues].tolist(), strict=True))


def _diagnoses(rng: np.random.Generator, n: int) -> Ints:
    usual = rng.choice(items.ORDINARY, int(rng.integers(1, 4)), replace=False)
    return np.where(rng.random(n) < 0.65, rng.choice(usual, n), rng.integers(0, items.ORDINARY, n))


def _fees(rng: np.random.Generator, n: int) -> Ints:
    median = rng.uniform(4_000, 9_000)
    return np.rint(100 * median * np.exp(rng.uniform(0.12, 0.4) * rng.standard_normal(n))).astype(np.int64)


def _kept_under(city: City, inst: Ints, fee: Ints) -> Ints:
    """Keep costs at level-2 hospitals just under the 5,000 yuan from which bills are reviewed, in rings that are near.

    No number is drawn, so that rings with and without this habit are alike otherwise.
    """
    if not 380_000 <= np.median(fee) < 600_000:
        return fee
    under = 450_000 + fee % 49_900
    return np.where((city.institutions.level[inst] == 2) & (fee >= 500_000), under, fee)


def _cash(rng: np.random.Generator, n: int) -> Floats:
    """In most rings the patients pay next to nothing; in the others they pay like anybody."""
    return rng.uniform(0.0, 0.045, n) if rng.random() < 0.6 else np.full(n, np.nan)


def _contact(rng: np.random.Generator, brokers: Ints, when: Floats) -> Ints:
    """The broker's number as contact in some stays of most rings; a second broker takes over midway."""
    share = rng.choice([0.0, 0.5, 0.8], p=[0.4, 0.3, 0.3])
    acting = np.where(when < 0.5, brokers[0], brokers[-1])
    return np.where(rng.random(len(when)) < share, acting, -1)
