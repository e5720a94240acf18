"""Prescriptions in bursts (T11): a representative has cards written up in minutes and buys at one pharmacy."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, number_of_meetings, planted
from graphfraud.synth.visits import OUTPATIENT, PURCHASE, Visits, joined

GRADES = (
    Grade("weak", (7, 9), (5, 6), (0.88, 0.93)),
    Grade("middling", (8, 12), (5, 8), (0.8, 0.9)),
    Grade("strong", (11, 15), (7, 10), (0.78, 0.94)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons, one at least."""
    return planted(city, rng, GRADES, _ring)


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    inst = city.institutions
    houses = np.r_[inst.of_kind(HOSPITAL), inst.of_kind(CLINIC)]
    house = int(rng.choice(houses[~inst.batch[houses] & ~inst.default_doctor[houses]]))
    doctor = int(city.doctors.first[house] + rng.integers(0, city.doctors.count[house]))
    shop = int(rng.choice(inst.of_kind(PHARMACY)))
    meetings = number_of_meetings(rng, city, grade)
    come = gather.attendance(rng, len(members), meetings, float(rng.uniform(*grade.attend)))
    meeting, who = np.nonzero(come)
    n = len(who)
    day = gather.irregular_days(rng, meetings, city.calendar.days, 10)
    begin = day * DAY_S + inst.opens[house] + rng.integers(1_800, 18_000, meetings)
    written = begin[meeting] + rng.integers(0, int(rng.integers(90, 420)), n)
    bought = begin[meeting] + (600 + rng.integers(0, 5_400, meetings))[meeting] + rng.integers(0, 1_500, n)
    liked = int(rng.choice(items.BASKETS[items.REFILL][:10]))
    item = np.where(rng.random(n) < 0.85, liked, -1)
    prescribed = Visits.of(
        members[who], house, written, OUTPATIENT, items.CONSULT, doctor=doctor, fee=np.rint(100 * rng.uniform(8, 60, n))
    )
    fee = np.rint(100 * rng.uniform(180, 700, n))
    filled = Visits.of(members[who], shop, bought, PURCHASE, items.OTC, item=item, fee=fee)
    others = accomplices("institution", np.array([house, shop]), "venue")
    others += accomplices("doctor", np.array([doctor]), "prescriber")
    return Planted(joined([prescribed, filled]), (TrueRing(members, members[:0], others),))
