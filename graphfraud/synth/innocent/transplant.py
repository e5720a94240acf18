"""After a transplant: costly drugs for life, in quantities that a healthy person could only sell."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, Visits, joined

ONE_PER = 20_000  # persons for one hospital that follows up its patients


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 8 to 14 patients fetch a month's supply some days early, at the hospital or at two pharmacies near it."""
    made = [_patients(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _patients(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    house = int(rng.choice(city.institutions.of_kind(HOSPITAL)))
    shops = rng.choice(city.institutions.of_kind(PHARMACY), 2, replace=False)
    patients = gather.strangers(rng, city, np.flatnonzero(gather.free_adults(city)), int(rng.integers(8, 15)))
    # A third takes twice the dose: the same boxes last half as long.
    lasts = np.where(rng.random(len(patients)) < 0.33, 15, 30)
    times = city.calendar.days // (lasts - 1)
    at = np.repeat(np.arange(len(patients)), times)
    turn = np.arange(len(at)) - np.repeat(np.cumsum(times) - times, times)
    day = turn * lasts[at] + rng.integers(0, 15, len(patients))[at] - rng.integers(0, 6, len(at))
    at, day = at[(day >= 0) & (day < city.calendar.days)], day[(day >= 0) & (day < city.calendar.days)]
    place = np.r_[house, shops][rng.choice(3, len(at), p=[0.5, 0.3, 0.2])]
    visits = Visits.of(
        patients[at],
        place,
        clock.moments(city, rng, place, day),
        CHRONIC,
        items.REFILL,
        item=items.TACROLIMUS,
        days=lasts[at],
        dise=items.TRANSPLANT_DISE,
        diag=items.TRANSPLANT,
        fee=np.rint(100 * rng.lognormal(np.log(2_400), 0.15, len(at))),
    )
    return visits, Group(patients)
