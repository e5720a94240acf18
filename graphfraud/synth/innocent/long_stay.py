"""Long-stay psychiatric wards: patients never leave, but their bills close with every month."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import gather, items
from graphfraud.synth.calendar import DAY_S, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import STAY, Visits, joined

ONE_PER = 12_000  # persons for one ward


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Fill wards with 8 to 20 adults; a patient joins or leaves now and then."""
    wards = rng.permutation(city.institutions.of_kind(HOSPITAL))
    made = [_ward(city, rng, int(wards[i % len(wards)])) for i in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(Group(m) for _, m in made))


def _ward(city: City, rng: np.random.Generator, ward: int) -> tuple[Visits, Ints]:
    people = city.people
    adults = np.flatnonzero(people.band(*gather.LOT_WARD) & (people.age >= 20) & (people.home < 0))
    patients = gather.strangers(rng, city, adults, int(rng.integers(8, 21)))
    ends = gather.month_ends(city)
    begins = np.r_[0, ends[:-1] + 1]
    month, who = np.nonzero(rng.random((len(ends), len(patients))) < 0.93)
    n = len(who)
    time = ends[month] * DAY_S + 57_600 + rng.integers(0, 5_400, n)
    begin = begins[month] * DAY_S + 28_800 + rng.integers(0, 3_600, n)
    fee = np.rint(100 * (ends - begins + 1)[month] * rng.normal(210, 12, n))
    made = Visits.of(
        patients[who], ward, time, STAY, items.WARD, begin=begin, diag=items.PSYCH, dise=items.PSYCH_DISE, fee=fee
    )
    return made, patients
