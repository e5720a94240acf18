"""Dialysis as it honestly is: shifts, several methods a session, holidays, a centre that closes, stays in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from graphfraud.synth import items, kidney
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.kidney import CLOSING, COMBINED, HOLIDAY, INTENSIVE, SENT_OUT, SHIFT, SHIFT_PER
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import Visits, joined

ONE_PER = 20_000  # persons for one shift of each sort


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Fill ordinary shifts: the same patients at the same hour on three weekdays, all year."""
    return _shifts(city, rng, SHIFT, SHIFT_PER, _all_year)


def combined(city: City, rng: np.random.Generator) -> Lookalike:
    """Bill perfusion or filtration on some days besides, of the same session but on a bill of its own."""
    return _shifts(city, rng, COMBINED, ONE_PER, _combined)


def holiday(city: City, rng: np.random.Generator) -> Lookalike:
    """Let patients be dialysed elsewhere for two or three weeks, half of them in the same ones."""
    return _shifts(city, rng, HOLIDAY, ONE_PER, _holiday)


def closing(city: City, rng: np.random.Generator) -> Lookalike:
    """Close a small hospital's centre for good: nearly everybody goes on at the same larger one."""
    return _shifts(city, rng, CLOSING, ONE_PER, _closing)


def sent_out(city: City, rng: np.random.Generator) -> Lookalike:
    """Admit patients to hospitals without dialysis, which send them to their centre as before."""
    return _shifts(city, rng, SENT_OUT, ONE_PER, _sent_out)


def intensive_care(city: City, rng: np.random.Generator) -> Lookalike:
    """Treat patients in intensive care, day and night; their centre waits for them."""
    return _shifts(city, rng, INTENSIVE, ONE_PER, _intensive)


@dataclass(frozen=True, slots=True)
class Shift:
    """Patients of one shift, its number, the centres of the city (its own first), and from when to when it is looked
    at: the first day, and the day after the last."""

    members: Ints
    number: int
    centres: Ints
    first: int
    end: int

    def usual(self, city: City, rng: np.random.Generator) -> Visits:
        """Give the sessions of a shift in which nothing happens."""
        who, day = kidney.turns(city, rng, len(self.members), self.number, self.first, self.end)
        return kidney.sessions(rng, self.members[who], self.centres[0], day, self.number // 2)


def _shifts(
    city: City,
    rng: np.random.Generator,
    part: int,
    one_per: int,
    made: Callable[[City, np.random.Generator, Shift], Visits],
) -> Lookalike:
    """Fill shifts of six to ten patients, by turns at the city's centres."""
    sick, centres = kidney.patients(city, rng, part), kidney.centres(city)
    visits, groups = [], []
    for number in range(city.groups(one_per)):
        size = int(rng.integers(6, 11))
        members, sick = sick[:size], sick[size:]
        shift = Shift(members, number, np.roll(centres, -number - part), *kidney.season(city, rng))
        visits.append(made(city, rng, shift))
        groups.append(Group(members))
    return Lookalike(joined(visits), tuple(groups))


def _all_year(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    return replace(shift, first=0, end=city.calendar.days).usual(city, rng)


def _combined(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    every = shift.usual(city, rng)
    some = every.take(rng.random(len(every)) < 0.2)
    fee = rng.normal(60_000, 3_000, len(some)).astype(np.int64)
    return joined([every, some.changed(time=some.time - 1_800, fee=fee, item=np.full(len(some), items.PERFUSION))])


def _holiday(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    every = shift.usual(city, rng)
    people, which = np.unique(every.person, return_inverse=True)
    latest = max(shift.end - 50, shift.first + 1)
    away = rng.integers(shift.first, latest, len(people))
    away = np.where(rng.random(len(people)) < 0.5, away[:1] + rng.integers(0, 8, len(people)), away)
    day, back = every.begin // DAY_S, away + rng.integers(12, 22, len(people))
    absent = (day >= away[which]) & (day < back[which])
    return every.changed(inst=np.where(absent, shift.centres[1], every.inst))


def _closing(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    every = shift.usual(city, rng)
    people, which = np.unique(every.person, return_inverse=True)
    small = np.setdiff1d(city.institutions.of_kind(HOSPITAL), shift.centres)
    last = (shift.first + shift.end) // 2
    after = np.where(rng.random(len(people)) < 0.85, shift.centres[0], shift.centres[1])
    # Nobody else is dialysed there: it would not be closed.
    closed = small[shift.number % len(small)] if len(small) else shift.centres[-1]
    return every.changed(inst=np.where(every.begin // DAY_S < last, closed, after[which]))


def _sent_out(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    houses = np.setdiff1d(city.institutions.of_kind(HOSPITAL), shift.centres)
    return joined([shift.usual(city, rng), _beds(city, rng, shift, houses)])


def _intensive(city: City, rng: np.random.Generator, shift: Shift) -> Visits:
    every, beds = shift.usual(city, rng), _beds(city, rng, shift, shift.centres[1:])
    beds = beds.changed(item=np.full(len(beds), items.CONTINUOUS))
    day, first, last = every.begin // DAY_S, beds.begin // DAY_S, beds.time // DAY_S
    inside = (every.person[:, None] == beds.person) & (day[:, None] >= first) & (day[:, None] <= last)
    return joined([every.take(~inside.any(axis=1)), beds])


def _beds(city: City, rng: np.random.Generator, shift: Shift, houses: Ints) -> Visits:
    """Give two stays of every member, all at one hospital, one in each half of the shift's time."""
    who, half = np.repeat(shift.members, 2), (shift.end - shift.first) // 2
    n = len(who)
    day = shift.first + np.tile([0, half], n // 2) + rng.integers(0, max(half - 14, 1), n)
    return stay(city, rng, who, np.full(n, rng.choice(houses)), day, rng.integers(6, 13, n), diag=items.KIDNEY)
