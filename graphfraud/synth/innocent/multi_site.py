"""Doctors with a licence for several sites: mornings at the hospital, an afternoon a week in a house nearby."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

ONE_PER = 10_000  # persons for one such doctor
LATE = 0.3  # of the morning's bills are closed from afar in the afternoon


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let doctors see 8 to 14 patients at both of their sites on the same days, and bill some of them late."""
    doctors = city.doctors
    shared = np.flatnonzero(doctors.several_sites)
    chosen = rng.permutation(shared)[: city.groups(ONE_PER)]
    made = [_doctor(city, rng, int(d)) for d in chosen]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _doctor(city: City, rng: np.random.Generator, second: int) -> tuple[Visits, Group]:
    doctors = city.doctors
    first = int(np.flatnonzero((doctors.code == doctors.code[second]) & ~doctors.several_sites)[0])
    days = gather.weekly(city, int(rng.integers(0, 5)))
    visits, everybody = [], []
    for doctor, hour in ((first, 8), (second, 14)):
        place = int(doctors.inst[doctor])
        town = int(city.institutions.town[place])
        patients = gather.townspeople(city, rng, town, 30, 85, int(rng.integers(8, 15)))
        who, day = gather.turnout(rng, patients, days, 0.12)
        time = day * DAY_S + hour * 3_600 + rng.integers(0, 10_800, len(who))
        if doctor == first:
            time = _closed_late(rng, time)
        visits.append(Visits.of(who, place, time, OUTPATIENT, items.CONSULT, doctor=doctor))
        everybody.append(patients)
    return joined(visits), Group(np.unique(np.concatenate(everybody)))


def _closed_late(rng: np.random.Generator, time: Ints) -> Ints:
    return np.where(rng.random(len(time)) < LATE, time + 6 * 3_600, time)
