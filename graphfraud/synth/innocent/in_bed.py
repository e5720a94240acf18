"""What honestly settles elsewhere during a stay: drugs that a relative fetches, examinations that are sent out."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.background import stay, usual_place
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import HOSPITAL, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import OUTPATIENT, PURCHASE, Visits, joined

ONE_PER = 10_000  # persons for one ward of each sort


def drugs(city: City, rng: np.random.Generator) -> Lookalike:
    """Let relatives of a ward's patients fetch drugs at the family's pharmacy, once in most stays."""
    wards = [_ward(city, rng) for _ in range(city.groups(ONE_PER))]
    made = [joined([beds, _fetched(city, rng, beds)]) for beds in wards]
    return Lookalike(joined(made), tuple(Group(np.unique(w.person)) for w in wards))


def sent_out(city: City, rng: np.random.Generator) -> Lookalike:
    """Let a hospital without a scanner send its patients to a larger one for it."""
    wards = [_ward(city, rng) for _ in range(city.groups(ONE_PER))]
    made = [joined([beds, _scanned(city, rng, beds)]) for beds in wards]
    return Lookalike(joined(made), tuple(Group(np.unique(w.person)) for w in wards))


def _ward(city: City, rng: np.random.Generator) -> Visits:
    """Give the stays of 10 to 20 elderly of one town at one of the smaller hospitals."""
    inst = city.institutions
    small = inst.of_kind(HOSPITAL)
    ward = int(rng.choice(small[inst.level[small] > 1]))
    size = int(rng.integers(10, 21))
    patients = gather.townspeople(city, rng, int(rng.integers(0, len(city.towns))), 50, 90, size)
    who = np.repeat(patients, rng.integers(1, 3, len(patients)))
    n = len(who)
    return stay(
        city,
        rng,
        who,
        np.full(n, ward),
        rng.integers(0, city.calendar.days, n),
        rng.integers(6, 15, n),
        fee=np.rint(100 * rng.lognormal(np.log(2_600), 0.25, n)),
    )


def _inside(rng: np.random.Generator, beds: Visits, share: float) -> tuple[Visits, Ints]:
    """Give some of the stays, and a day inside each."""
    some = beds.take(rng.random(len(beds)) < share)
    first, last = some.begin // 86_400, some.time // 86_400
    return some, first + 1 + (rng.random(len(some)) * np.maximum(last - first - 1, 1)).astype(np.int64)


def _fetched(city: City, rng: np.random.Generator, beds: Visits) -> Visits:
    some, day = _inside(rng, beds, 0.8)
    shop = usual_place(city, rng, some.person, PHARMACY)
    return Visits.of(some.person, shop, clock.moments(city, rng, shop, day), PURCHASE, items.REFILL)


def _scanned(city: City, rng: np.random.Generator, beds: Visits) -> Visits:
    some, day = _inside(rng, beds, 0.6)
    there = city.institutions.of_kind(HOSPITAL)
    there = there[there != beds.inst[0]]
    place = np.full(len(some), there[np.argmax(city.institutions.weight[there])])
    time = clock.moments(city, rng, place, day)
    return Visits.of(some.person, place, time, OUTPATIENT, items.SCAN, etip=1)
