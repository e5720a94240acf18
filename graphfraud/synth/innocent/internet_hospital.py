"""An internet hospital: its doctors write for whoever is online, and its partner pharmacy sends the drugs."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, PURCHASE, Visits, joined

ONE_PER = 20_000  # persons for one such hospital


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 70 to 100 persons be written up by two doctors in sittings of ten minutes, a few times each."""
    made = [_house(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _house(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    house = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    shop = int(rng.choice(city.institutions.of_kind(PHARMACY)))
    online = rng.permutation(np.flatnonzero(gather.free_adults(city)))[: int(rng.integers(70, 101))]
    days = np.sort(rng.choice(city.calendar.days, min(11, city.calendar.days), replace=False))
    who, day = gather.turnout(rng, online, days, 0.06)
    n = len(who)
    written = day * DAY_S + 72_000 + rng.integers(0, 600, n)
    doctor = city.doctors.first[house] + day % 2
    seen = Visits.of(who, house, written, OUTPATIENT, items.CONSULT, doctor=doctor, fee=1_800)
    sent = Visits.of(who, shop, written + rng.integers(120, 3_000, n), PURCHASE, items.OTC)
    return joined([seen, sent]), Group(np.unique(who))
