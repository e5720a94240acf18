"""A village feeds a hospital (T02): a broker has its people admitted to a small hospital again and again.

They come one by one at times of their own. The broker's telephone is the contact of most of the stays, or of none.
"""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times

# Meetings: stays of a member; attendance: share of the stays that name the broker as contact.
GRADES = (
    Grade("weak", (14, 18), (5, 6), (0.0, 0.5)),
    Grade("middling", (18, 26), (5, 7), (0.5, 0.9)),
    Grade("strong", (24, 34), (6, 9), (0.7, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(
        city,
        rng,
        GRADES,
        _ring,
        crew=Crew(city, rng, gather.free_adults(city) & (city.people.age >= 40), scattered=True, shared=0.0),
    )


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    village = int(rng.choice(np.unique(city.people.village)))
    members = crew.draw(grade, city.people.village == village)
    inst = city.institutions
    small = inst.of_kind(HOSPITAL)
    small = small[np.argsort(inst.weight[small], kind="stable")[:3]]
    venue = int(rng.choice(small))
    who, day = _admissions(city, rng, members, grade)
    n = len(who)
    named = rng.random(n) < rng.uniform(*grade.attend)
    visits = stay(
        city,
        rng,
        who,
        np.full(n, venue),
        day,
        rng.integers(5, 12, n),
        cash=rng.uniform(0.0, 0.045, n) if rng.random() < 0.6 else np.full(n, np.nan),
        fee=np.rint(100 * rng.lognormal(np.log(2_600), 0.25, n)),
        contact=np.where(named, members[0], -1),
    )
    return Planted(visits, (TrueRing(members, members[:1], accomplices("institution", np.array([venue]), "venue")),))


def _admissions(city: City, rng: np.random.Generator, members: Ints, grade: Grade) -> tuple[Ints, Ints]:
    """Give person and day of each admission, a person's own at least two weeks apart."""
    who, day = [], []
    for member, yearly in zip(members.tolist(), times(rng, grade, len(members)).tolist(), strict=True):
        n = max(2, round(yearly * city.calendar.days / 365))
        who.append(np.full(n, member))
        day.append(gather.irregular_days(rng, n, max(city.calendar.days - 14, 1), 14))
    return np.concatenate(who), np.concatenate(day)
