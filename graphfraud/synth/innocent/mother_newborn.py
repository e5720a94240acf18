"""Mother and newborn: two stays that begin and end together, and further ones for jaundice or a cold."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import items
from graphfraud.synth.background import stay
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import DELIVERY, NEWBORN, Visits, joined


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Deliver the babies of the period who live with a woman of 20 to 42."""
    people = city.people
    babies = np.flatnonzero(people.age == 0)
    mothers = np.array([_mother(city, int(b)) for b in babies], np.int64)
    babies, mothers = babies[mothers >= 0], mothers[mothers >= 0]
    day = people.birth[babies] - city.calendar.start.astype(np.int64)
    ward = city.habit[HOSPITAL][mothers, 0]
    births = [_stay(city, rng, mothers, ward, day, DELIVERY), _stay(city, rng, babies, ward, day, NEWBORN)]
    return Lookalike(joined(births), tuple(Group(np.array(p)) for p in zip(mothers, babies, strict=True)))


def _mother(city: City, baby: int) -> int:
    people = city.people
    first, last = np.searchsorted(people.household, people.household[baby] + np.array([0, 1]))
    house = np.arange(first, last)
    women = house[people.female[house] & (people.age[house] >= 20) & (people.age[house] <= 42)]
    return int(women[0]) if len(women) else -1


def _stay(city: City, rng: np.random.Generator, who: Ints, ward: Ints, day: Ints, med_type: int) -> Visits:
    diag = items.BIRTH_DIAG if med_type == DELIVERY else items.NEWBORN_DIAG
    n = len(who)
    made = stay(city, rng, who, ward, day, rng.integers(3, 6, n), basket=items.BIRTH, diag=diag)
    return made.changed(med_type=np.full(len(made), med_type))
