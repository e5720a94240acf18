"""Shell employers (T18): pregnant women join, give birth within months and leave; two firms may share the work."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather
from graphfraud.synth.city import City
from graphfraud.synth.innocent.young_staff import deliveries, new_employer, women
from graphfraud.synth.people import ALIVE
from graphfraud.synth.plan import Employments, Planted, TrueRing, accomplices
from graphfraud.synth.schemes.grades import Crew, Grade, planted, times

# Meetings: months from joining to the birth.
GRADES = (
    Grade("weak", (6, 8), (3, 7), (1.0, 1.0)),
    Grade("middling", (7, 12), (2, 6), (1.0, 1.0)),
    Grade("strong", (12, 18), (1, 5), (1.0, 1.0)),
)


def plant(city: City, rng: np.random.Generator) -> Planted:
    """Plant one ring for 20,000 persons."""
    able = np.isin(np.arange(len(city.people)), women(city))
    return planted(city, rng, GRADES, _ring, crew=Crew(city, rng, able, scattered=True, shared=0.0))


def _ring(city: City, rng: np.random.Generator, crew: Crew, grade: Grade) -> Planted:
    members = crew.draw(grade)
    first = new_employer(city, 10 + 2 * crew.rings)
    firms = first + rng.integers(0, 2, len(members)) * int(len(members) >= 12)
    birth = rng.integers(30, max(31, city.calendar.days - 40), len(members))
    join = birth - 30 * times(rng, grade, len(members)) + rng.integers(-10, 11, len(members))
    leave = birth + rng.integers(20, 150, len(members))
    # A few honest clerks, who stay and have no child.
    clerks = rng.permutation(np.setdiff1d(np.flatnonzero(gather.free_adults(city)), members))[: len(members) // 4]
    # With two firms, most members go on to the other one for a while.
    moved = np.flatnonzero((rng.random(len(members)) < 0.8) & (len(members) >= 12))
    employed = Employments(
        np.r_[members, members[moved], clerks],
        np.r_[firms, 2 * first + 1 - firms[moved], np.full(len(clerks), first)],
        np.r_[join, leave[moved] + 1, np.full(len(clerks), -400)],
        np.r_[leave, leave[moved] + 60, np.full(len(clerks), ALIVE)],
    )
    ring = TrueRing(members, members[:0], accomplices("employer", np.unique(firms), "broker"))
    return Planted(deliveries(city, rng, members, birth), (ring,), employed=(employed,))
