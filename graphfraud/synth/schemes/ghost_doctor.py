"""A misused name (T12): while a hospital doctor sees patients, a clinic bills in the doctor's name."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted
from graphfraud.synth.visits import OUTPATIENT, Visits, joined

GRADES = (
    Grade("weak", (10, 14), (12, 15), (0.35, 0.5)),
    Grade("middling", (12, 20), (14, 22), (0.35, 0.5)),
    Grade("strong", (16, 28), (20, 35), (0.3, 0.5)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    inst = city.institutions
    plain = ~inst.batch & ~inst.default_doctor
    houses, clinics = inst.of_kind(HOSPITAL), inst.of_kind(CLINIC)
    houses = houses[plain[houses] & ~inst.local_codes[houses]]
    house, clinic = int(rng.choice(houses)), int(rng.choice(clinics[plain[clinics]]))
    staff = city.doctors.first[house] + np.arange(city.doctors.count[house])
    doctor = int(rng.choice(staff[~np.isin(city.doctors.code[staff], city.doctors.code[city.doctors.several_sites])]))
    days = gather.irregular_days(rng, int(rng.integers(*grade.meetings)), city.calendar.days, 3)
    begin = days * DAY_S + inst.opens[house] + 3_600
    # A busy surgery: six patients within two hours, each another one.
    at = np.repeat(begin, 6)
    seen = rng.permutation(np.flatnonzero(gather.free_adults(city)))[: len(at)]
    at = at[: len(seen)]
    surgery = Visits.of(seen, house, at + rng.integers(0, 7_200, len(at)), OUTPATIENT, items.CONSULT, doctor=doctor)
    who, day = gather.turnout(rng, members, np.arange(len(days)), float(rng.uniform(*grade.attend)))
    time = begin[day] + rng.integers(0, 7_200, len(who))
    billed = Visits.of(who, clinic, time, OUTPATIENT, items.CONSULT, doctor=doctor)
    others = accomplices("institution", np.array([clinic]), "venue")
    others += accomplices("doctor", np.array([doctor]), "prescriber")
    return Planted(joined([surgery, billed]), (TrueRing(members, members[:0], others),))
