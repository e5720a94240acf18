"""Dialysis abuse (T15): ghost sessions at a second centre, during stays or on further days; patients who are bought.

The patients go on with their real sessions; a bought group comes over one by one within two weeks or so.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import numpy as np

from graphfraud.synth import items, kidney
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Accomplice, Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted
from graphfraud.synth.visits import Visits, joined

# Meetings: ghost sessions of a member; attendance: share of them at which a chosen doctor signs.
GRADES = (
    Grade("weak", (6, 8), (4, 6), (0.0, 0.0)),
    Grade("middling", (7, 11), (6, 14), (0.0, 0.8)),
    Grade("strong", (10, 15), (12, 30), (0.6, 0.95)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least, of each way in turn; the centre that bills what isn't so is each
    one's own, as two rings there are one."""
    sick = np.isin(np.arange(len(city.people)), kidney.patients(city, rng, kidney.RING))
    crew = Crew(city, rng, sick, scattered=True, shared=0.0)
    centres = kidney.centres(city)
    # First the centres that have patients of their own all year.
    busy = city.groups(kidney.SHIFT_PER)
    venues = cycle([*rng.permutation(centres[:busy]).tolist(), *rng.permutation(centres[busy:]).tolist()])
    return planted(city, rng, GRADES, lambda c, r, own, g: _ring(c, r, own, g, next(venues)), crew=crew)


Way = Callable[[City, np.random.Generator, Visits, Ints, Grade], tuple[Visits, Visits, int]]
"""Takes a group's usual sessions at the first of two centres, and the two; gives which of them stand, what comes
besides, and the institution that bills that."""


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade, own: int) -> Planted:
    members = crew.draw(grade)
    way = WAYS[(city.seed + crew.rings) % len(WAYS)]
    left, own = _two_centres(city, rng, own, one=way is _too_often)
    centres = np.array([left, own])
    turn = int(rng.integers(0, 6))
    first, end = kidney.season(city, rng)
    who, day = kidney.turns(city, rng, len(members), turn, first, end)
    usual = kidney.sessions(rng, members[who], int(centres[0]), day, turn // 2)
    real, false, venue = way(city, rng, usual, centres, grade)
    doctor = int(city.doctors.first[venue] + rng.integers(0, city.doctors.count[venue]))
    share = float(rng.uniform(*grade.attend))
    false = false.changed(doctor=np.where(rng.random(len(false)) < share, doctor, -1))
    others = accomplices("institution", np.unique([centres[0], venue]), "venue")
    others += (Accomplice("doctor", doctor, "prescriber"),) if share > 0.5 else ()
    return Planted(joined([real, false]), (TrueRing(members, members[:0], others),))


def _two_centres(city: City, rng: np.random.Generator, own: int, *, one: bool) -> tuple[int, int]:
    """Give the centre of the members' usual sessions and the ring's own, which are `one` or two.

    The usual one has other patients all year: it will go on without bought ones.
    """
    if one:
        return own, own
    centres = kidney.centres(city)
    usual = np.setdiff1d(centres[: city.groups(kidney.SHIFT_PER)], own)
    if len(usual):
        return int(rng.choice(usual)), own
    return own, int(rng.choice(np.setdiff1d(centres, own)))


def _some(rng: np.random.Generator, usual: Visits, grade: Grade) -> Visits:
    """Give some of each member's real sessions: about as many as the grade says."""
    members = len(np.unique(usual.person))
    wanted = members * int(rng.integers(grade.meetings[0], grade.meetings[1] + 1))
    return usual.take(np.sort(rng.permutation(len(usual))[:wanted]))


def _second_centre(
    city: City, rng: np.random.Generator, usual: Visits, centres: Ints, grade: Grade
) -> tuple[Visits, Visits, int]:
    """Bill some days at another centre, too, in another shift."""
    some = _some(rng, usual, grade)
    ghosts = kidney.sessions(rng, some.person, int(centres[1]), some.begin // DAY_S, int(rng.integers(0, 3)))
    return usual, ghosts, int(centres[1])


def _in_bed(
    city: City, rng: np.random.Generator, usual: Visits, centres: Ints, grade: Grade
) -> tuple[Visits, Visits, int]:
    """Book two or three stays of each member at a hospital that bills dialysis, no centre, while theirs goes on."""
    members = np.unique(usual.person)
    who = np.repeat(members, rng.integers(2, 4, len(members)))
    house = int(rng.choice(np.setdiff1d(city.institutions.of_kind(HOSPITAL), kidney.centres(city))))
    begin = int(usual.begin.min()) // DAY_S
    turn = np.arange(len(who)) - np.searchsorted(who, who)
    day = begin + 45 * turn + rng.integers(0, 30, len(who))
    length = rng.integers(7, 14, len(who))
    fee = np.rint(100 * rng.lognormal(np.log(7_000), 0.2, len(who)))
    beds = stay(
        city, rng, who, np.full(len(who), house), day, length, basket=items.DIALYSIS, diag=items.KIDNEY, fee=fee
    )
    return usual, beds, house


def _too_often(
    city: City, rng: np.random.Generator, usual: Visits, centres: Ints, grade: Grade
) -> tuple[Visits, Visits, int]:
    """Bill further days in two months or more, so that sessions come nearly every day."""
    month = city.calendar.dates.astype("datetime64[M]").astype(np.int64)
    of_visit = month[usual.begin // DAY_S]
    chosen = rng.permutation(np.unique(of_visit)[1:-1])[: int(rng.integers(2, 5))]
    share = rng.uniform(0.4, 0.8)
    some = usual.take(np.isin(of_visit, chosen) & (rng.random(len(usual)) < share))
    day = np.minimum(some.begin // DAY_S + 1, city.calendar.days - 1)
    return usual, kidney.sessions(rng, some.person, int(centres[0]), day, 1), int(centres[0])


def _bought(
    city: City, rng: np.random.Generator, usual: Visits, centres: Ints, grade: Grade
) -> tuple[Visits, Visits, int]:
    """Move everybody to another centre for good, one after the other; most rings waive what the patient pays."""
    members, which = np.unique(usual.person, return_inverse=True)
    first = int(usual.begin.min() // DAY_S + rng.integers(45, 75))
    leave = first + rng.integers(0, int(rng.integers(8, 16)), len(members))
    gone = usual.begin // DAY_S >= leave[which]
    there = usual.take(gone)
    n = len(there)
    waived = rng.uniform(0.01, 0.05, n) if rng.random() < 0.6 else np.zeros(n)
    return usual.take(~gone), there.changed(inst=np.full(n, centres[1]), waived=waived), int(centres[1])


WAYS: tuple[Way, ...] = (_second_centre, _in_bed, _too_often, _bought)
