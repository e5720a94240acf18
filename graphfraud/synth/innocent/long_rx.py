"""Long prescriptions and anxious patients: up to twelve weeks' supply at once; some fetch it early, one now and then
keeps a store of their own."""

from __future__ import annotations

import numpy as np

from graphfraud.synth import clock, gather, items
from graphfraud.synth.calendar import Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY
from graphfraud.synth.plan import Group, Lookalike
from graphfraud.synth.visits import CHRONIC, PURCHASE, Visits, joined

ONE_PER = 20_000  # persons for one group of patients of a hospital
STORE = 0.08  # share of patients who buy twice what they need


def act(city: City, rng: np.random.Generator) -> Lookalike:
    """Let 20 to 40 patients of a hospital fetch their drug when it runs out, sometimes at a pharmacy nearby."""
    made = [_patients(city, rng) for _ in range(city.groups(ONE_PER))]
    return Lookalike(joined([v for v, _ in made]), tuple(g for _, g in made))


def _patients(city: City, rng: np.random.Generator) -> tuple[Visits, Group]:
    town = int(rng.integers(0, len(city.towns)))
    who = gather.townspeople(city, rng, town, 40, 85, int(rng.integers(20, 41)))
    lasts = rng.choice([28, 56, 84], len(who))
    drug = rng.choice(items.BASKETS[items.REFILL][:10], len(who))
    places = np.array([gather.nearest(city, kind, town) for kind in (HOSPITAL, CLINIC, PHARMACY)])
    visits = [_of(city, rng, *one, places) for one in zip(who.tolist(), lasts.tolist(), drug.tolist(), strict=True)]
    return joined(visits), Group(who)


def _of(city: City, rng: np.random.Generator, person: int, lasts: int, drug: int, places: Ints) -> Visits:
    store = rng.random() < STORE
    gap = lasts // 2 if store else lasts
    day = np.arange(int(rng.integers(0, gap)), city.calendar.days, gap)
    day = np.clip(day - rng.integers(0, 7, len(day)), 0, None)
    place = places[rng.choice(3, len(day), p=[0.75, 0.15, 0.1] if not store else [0.4, 0.3, 0.3])]
    shop = city.institutions.kind[place] == PHARMACY
    who = np.full(len(day), person)
    return Visits.of(
        who,
        place,
        clock.moments(city, rng, place, day),
        np.where(shop, PURCHASE, CHRONIC),
        np.where(shop, items.OTC, items.REFILL),
        dise=np.where(shop, -1, city.people.disease[who]),
        item=drug,
        days=lasts,
    )
