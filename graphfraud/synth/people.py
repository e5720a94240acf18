"""The insured persons: households, villages, ages, insurance, employers, habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.synth import identity, items
from graphfraud.synth.calendar import Calendar, Floats, Ints
from graphfraud.synth.identity import Strings
from graphfraud.synth.institutions import Bools

ALIVE = 10**6
EMPLOYER, EMPLOYER_DIGITS = "9901EMP", 5
CLERK = "JB9901"
HOUSEHOLD_SIZES = np.array([0.22, 0.31, 0.20, 0.13, 0.08, 0.035, 0.015, 0.01])


@dataclass(frozen=True, slots=True)
class People:
    """One entry a person.

    `second` is a further `psn_no` of the same person or 0. `clan` is shared by two households of one family that
    live apart, -1 for most. `home` is a care home's number or -1. `lot` is a uniform number: modules that need
    persons nobody else takes (dialysis, oncology …) each take a band of it. `death` is the day of death, `ALIVE`
    for those who live on.
    """

    psn_no: Ints
    second: Ints
    certno: Strings
    name: Strings
    female: Bools
    birth: Ints
    age: Ints
    household: Ints
    clan: Ints
    village: Ints
    town: Ints
    home: Ints
    employee: Bools
    psn_type: Strings
    employer: Ints
    emp_no: Strings
    emp_name: Strings
    insu_admdvs: Strings
    special: Bools
    chronic: Bools
    tel: Strings
    live_addr: Strings
    frailty: Floats
    lot: Floats
    death: Ints

    def __len__(self) -> int:
        return len(self.psn_no)

    @property
    def disease(self) -> Ints:
        """Give the chronic disease that each person has, or would have, as a number of `items.DISEASES`."""
        return np.asarray(self.psn_no % items.COMMON_DISEASES)

    @property
    def kin(self) -> Ints:
        """Give a number that relatives share: the clan's, else the household's."""
        return np.where(self.clan >= 0, int(self.household[-1]) + 1 + self.clan, self.household)

    def band(self, low: float, high: float) -> Bools:
        """Tell who has a lot in [low, high)."""
        return (self.lot >= low) & (self.lot < high)


def build_people(rng: np.random.Generator, n: int, towns: int, calendar: Calendar) -> People:
    """Settle `n` persons in `towns` towns; ages are those at the first day."""
    household, size, place = _households(rng, n)
    age = _ages(rng, household, size, place)
    houses = int(household[-1]) + 1
    villages = max(towns * 3, n // 400)
    village_town = np.sort(np.r_[np.arange(towns), rng.choice(towns, villages - towns, p=_town_shares(towns))])
    village = rng.integers(0, villages, houses)[household]
    town = village_town[village]
    female = np.where(place == 1, True, np.where(place == 0, False, rng.random(n) < 0.5))
    birth = _birth(rng, age, calendar)
    urban = town == 0
    work = (age >= 22) & (age < 60) & (rng.random(n) < np.where(urban, 0.6, 0.25))
    retired = (age >= 60) & (rng.random(n) < np.where(urban, 0.6, 0.2))
    employer = np.where(work, _employers(rng, n), -1)
    home = _care_homes(rng, age, n)
    second = np.where(rng.random(n) < 0.008, identity.opaque(rng, n), 0)
    house_phone = identity.phones(rng, houses)
    street = rng.integers(1, 60, houses)
    address = _addresses(household, village, town, street, home)
    return People(
        psn_no=identity.opaque(rng, n),
        second=second,
        certno=identity.certnos("990110", np.datetime64("1970-01-01", "D") + birth, female),
        name=identity.names(rng, _surnames(rng, household, place)),
        female=female,
        birth=birth,
        age=age,
        household=household,
        clan=_clans(rng, village, household),
        village=village,
        town=town,
        home=home,
        employee=work | retired,
        psn_type=np.select([work, retired, age < 18, age < 60], ["1101", "12", "14", "15"], "16"),
        employer=employer,
        emp_no=np.where(work, _numbered(EMPLOYER, employer, EMPLOYER_DIGITS), _numbered("990100", village, 6)),
        emp_name=np.where(work, _named("样例企业", employer, "号"), _named("样例", village, "村民委员会")),
        insu_admdvs=_insured_at(rng, town, towns, n),
        special=rng.random(n) < 0.03,
        chronic=rng.random(n) < np.interp(age, [30, 45, 60, 75], [0.01, 0.12, 0.35, 0.5]),
        tel=np.where(rng.random(n) < 0.6, identity.phones(rng, n), house_phone[household]),
        live_addr=address,
        frailty=rng.gamma(1.6, 1 / 1.6, n) * np.interp(age, [0, 6, 20, 45, 65, 85], [1.3, 0.9, 0.5, 0.85, 1.6, 1.9]),
        lot=rng.random(n),
        death=_deaths(rng, age, calendar.days),
    )


def _households(rng: np.random.Generator, n: int) -> tuple[Ints, Ints, Ints]:
    """Give household number, household size and place in the household of each person."""
    sizes = rng.choice(np.arange(1, 9), size=n, p=HOUSEHOLD_SIZES)
    end = np.cumsum(sizes)
    last = int(np.searchsorted(end, n))
    sizes = sizes[: last + 1]
    sizes[-1] -= end[last] - n
    household = np.repeat(np.arange(len(sizes)), sizes)
    first = np.r_[0, np.cumsum(sizes)[:-1]]
    return household, sizes[household], np.arange(n) - first[household]


def _ages(rng: np.random.Generator, household: Ints, size: Ints, place: Ints) -> Ints:
    """Couples first, then children; grandparents from the fourth person of a large household on."""
    houses = int(household[-1]) + 1
    old = rng.random(houses)[household] < np.select([size == 1, size == 2], [0.6, 0.6], 0.1)
    head = np.where(old, rng.integers(58, 86, houses)[household], rng.integers(26, 56, houses)[household])
    jitter = rng.integers(-3, 4, len(head))
    grand = (size >= 5) & (place >= 3) & (place <= 4)
    child = head - 27 + jitter
    child = np.where(child < 1, rng.integers(0, 10, len(head)), child)
    return np.asarray(
        np.minimum(np.select([place == 0, place == 1, grand], [head, head + jitter, head + 26 + jitter], child), 96)
    )


def _birth(rng: np.random.Generator, age: Ints, calendar: Calendar) -> Ints:
    """Give days of birth since 1970; persons of age 0 are born in the period."""
    start = int(calendar.start.astype(np.int64))
    before = start - age * 365.25 - rng.integers(1, 365, len(age))
    return np.where(age == 0, start + rng.integers(0, calendar.days - 8, len(age)), before.astype(np.int64))


def _town_shares(towns: int) -> Floats:
    share = np.r_[0.35, np.full(towns - 1, 0.65 / (towns - 1))]
    return np.asarray(share / share.sum())


def _clans(rng: np.random.Generator, village: Ints, household: Ints) -> Ints:
    """Tie one household in twelve to another of its village."""
    first = np.r_[0, np.flatnonzero(np.diff(household)) + 1]
    chosen = np.flatnonzero(rng.random(len(first)) < 1 / 12)
    chosen = chosen[np.argsort(village[first][chosen], kind="stable")]
    one, other = chosen[:-1:2], chosen[1::2]
    near = village[first][one] == village[first][other]
    clan = np.full(len(first), -1)
    clan[one[near]] = clan[other[near]] = np.arange(near.sum())
    return clan[household]


def _employers(rng: np.random.Generator, n: int) -> Ints:
    size = rng.pareto(1.1, max(20, n // 60)) + 0.3
    return rng.choice(len(size), n, p=size / size.sum())


def _care_homes(rng: np.random.Generator, age: Ints, n: int) -> Ints:
    """Move elderly persons into care homes of 10 to 40 residents; one home for 5,000 persons, two at least."""
    homes = max(2, n // 5000)
    residents = rng.integers(10, 41, homes)
    old = rng.permutation(np.flatnonzero(age >= 70))[: residents.sum()]
    home = np.full(n, -1)
    home[old] = np.repeat(np.arange(homes), residents)[: len(old)]
    return home


def _deaths(rng: np.random.Generator, age: Ints, days: int) -> Ints:
    """Draw days of death by age, about seven a thousand persons and year."""
    yearly = np.interp(age, [0, 30, 60, 75, 90], [0.001, 0.0005, 0.006, 0.03, 0.15])
    return np.where(rng.random(len(age)) < yearly * days / 365, rng.integers(1, days, len(age)), ALIVE)


def _surnames(rng: np.random.Generator, household: Ints, place: Ints) -> Ints:
    shared = rng.integers(0, 40, int(household[-1]) + 1)[household]
    return np.where(place == 1, rng.integers(0, 40, len(place)), shared)


def _insured_at(rng: np.random.Generator, town: Ints, towns: int, n: int) -> Strings:
    here = np.where(town == towns - 1, identity.COUNTY, identity.CITY)
    return np.where(rng.random(n) < 0.04, np.where(rng.random(n) < 0.7, identity.NEIGHBOUR, identity.CAPITAL), here)


def _addresses(household: Ints, village: Ints, town: Ints, street: Ints, home: Ints) -> Strings:
    at_home = [
        f"样例市{t + 1}镇{v + 1}村{street[h]}巷{h % 97 + 1}号" for h, v, t in zip(household, village, town, strict=True)
    ]
    return np.where(home >= 0, _named("样例市颐年养老院", home, "号楼"), np.asarray(at_home))


def employer_no(number: int) -> str:
    """Give the `emp_no` of an employer."""
    return str(_numbered(EMPLOYER, np.array([number]), EMPLOYER_DIGITS)[0])


def clerk_no(number: int) -> str:
    """Give the `opter_id` of a clerk of the agency."""
    return f"{CLERK}{number}"


def _numbered(prefix: str, number: Ints, digits: int) -> Strings:
    return np.asarray(np.char.add(prefix, identity.padded(number + 1, digits)))


def _named(prefix: str, number: Ints, suffix: str) -> Strings:
    return np.asarray(np.char.add(np.char.add(prefix, (number + 1).astype(str)), suffix))
