"""The city that every module acts in: its days, places, people and their habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.synth.calendar import Calendar, Floats, Ints
from graphfraud.synth.institutions import (
    CLINIC,
    HOSPITAL,
    PHARMACY,
    Doctors,
    Institutions,
    build_doctors,
    build_institutions,
    with_owners,
)
from graphfraud.synth.people import People, build_people
from graphfraud.synth.seeds import generator


@dataclass(frozen=True, slots=True)
class City:
    """Everything that is fixed before anybody goes to a doctor.

    `habit[kind]` holds each person's usual institutions of the kind, the most used first, shape (persons, 3).
    """

    seed: int
    calendar: Calendar
    institutions: Institutions
    doctors: Doctors
    people: People
    towns: Floats
    habit: tuple[Ints, Ints, Ints]

    def groups(self, one_per: int, least: int = 1) -> int:
        """Give how many groups of a sort the city holds: one for `one_per` persons, `least` at least."""
        return max(least, round(len(self.people) / one_per))


def build_city(seed: int, persons: int, start: str, months: int) -> City:
    """Build the city of a seed."""
    calendar = Calendar.of(start, months)
    rng = generator(seed, "city")
    towns = rng.uniform(0, 60, (max(4, persons // 4000), 2))
    institutions = build_institutions(generator(seed, "institutions"), persons, towns)
    institutions = with_owners(generator(seed, "owners"), institutions)
    doctors = build_doctors(generator(seed, "doctors"), institutions, persons)
    people = build_people(generator(seed, "people"), persons, len(towns), calendar)
    habits = generator(seed, "habits")
    habit = tuple(_habit(habits, people, institutions, towns, k) for k in (HOSPITAL, CLINIC, PHARMACY))
    return City(seed, calendar, institutions, doctors, people, towns, (habit[0], habit[1], habit[2]))


def _habit(rng: np.random.Generator, people: People, inst: Institutions, towns: Floats, kind: int) -> Ints:
    """Draw usual institutions by volume and distance; most people go where their household goes."""
    there = inst.of_kind(kind, local=False)
    distance = np.linalg.norm(towns[:, None, :] - inst.position[there][None, :, :], axis=2)
    reach = {HOSPITAL: 25.0, CLINIC: 6.0, PHARMACY: 8.0}[kind]
    pull = inst.weight[there] * (np.exp(-distance / reach) + 0.002)
    of_house = _draw(rng, pull, people.town, people.household)
    own = _draw(rng, pull, people.town, np.arange(len(people)))
    alike = rng.random((len(people), 3)) < 0.75
    return np.asarray(there[np.where(alike, of_house, own)])


def _draw(rng: np.random.Generator, pull: Floats, town: Ints, unit: Ints) -> Ints:
    """Draw three institutions a unit (person or household) by the pull on its town."""
    cumulative = np.cumsum(pull, axis=1)
    cumulative /= cumulative[:, -1:]
    u = rng.random((int(unit[-1]) + 1, 3))
    first = np.r_[0, np.flatnonzero(np.diff(unit)) + 1]
    home_town = town[first]
    out = np.empty(u.shape, np.int64)
    for t in range(len(pull)):
        here = home_town == t
        out[here] = np.searchsorted(cumulative[t], u[here])
    return out[unit]
