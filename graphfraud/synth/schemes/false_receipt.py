"""False receipts (T17): a broker hands in bills in many names, paid into a few accounts, from one printing block."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.background import stay
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times

# Meetings: receipts in a member's name; attendance: share of them of the ring's hospital.
GRADES = (
    Grade("weak", (8, 10), (1, 2), (0.75, 0.85)),
    Grade("middling", (9, 15), (1, 3), (0.8, 0.9)),
    Grade("strong", (13, 20), (1, 4), (0.85, 0.95)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons; some have no block of invoices, or an account for everybody."""
    return planted(city, rng, GRADES, _ring, crew=Crew(city, rng, scattered=True))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    everybody = crew.draw(grade)
    broker, members = int(everybody[0]), everybody[1:]
    # 0: one account and a block of invoices; 1: one account; 2: own accounts and a block of invoices.
    way = int(rng.integers(0, 3))
    house = rng.choice(city.institutions.of_kind(HOSPITAL))
    which, day = gather.spread(rng, times(rng, grade, len(members)), 5, max(6, city.calendar.days - 25))
    who = members[which]
    elsewhere = rng.random(len(who)) > rng.uniform(*grade.attend)
    place = np.where(elsewhere, city.habit[HOSPITAL][who, 0], house)
    made = stay(city, rng, who, place, day, rng.integers(3, 9, len(who)), basket=items.WARD)
    n = len(made)
    block = int(rng.integers(10**8, 9 * 10**8)) + np.cumsum(rng.integers(1, 5, n))
    time = clock.moments(city, rng, made.inst, np.minimum(made.time // 86_400 + 5, city.calendar.days - 1))
    visits = made.changed(
        time=time,
        handler=np.full(n, broker),
        account=np.full(n, broker) if way < 2 else np.full(n, -1),
        invoice=block if way != 1 else np.full(n, -1),
    )
    ring = TrueRing(everybody, np.array([broker]), accomplices("institution", np.array([house]), "venue"))
    return Planted(visits, (ring,))
