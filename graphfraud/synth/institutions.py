"""Hospitals, clinics and pharmacies of the city with their doctors and pharmacists."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graphfraud.synth import identity
from graphfraud.synth.calendar import Calendar, Floats, Ints
from graphfraud.synth.identity import Strings

HOSPITAL, CLINIC, PHARMACY = 0, 1, 2
KINDS = ("hospital", "clinic", "pharmacy")
Bools = npt.NDArray[np.bool_]

_PLACES = ["云溪", "青禾", "安澜", "松岭", "梅湾", "白鹭", "石桥", "柳塘", "丰泽", "临泉", "望山", "枫林"]
_ENDINGS = (
    ("人民医院", "中医院", "康复医院", "第二医院", "协和医院"),
    ("卫生院", "社区卫生服务站", "卫生室", "诊所"),
    ("大药房", "药店", "健康药房"),
)


@dataclass(frozen=True, slots=True)
class Institutions:
    """One entry an institution, all arrays of equal length.

    `weight` is the relative volume inside its kind and sums to 1 over each kind. `batch` is true where the
    information system closes all bills of a day at one time, `default_doctor` where most bills carry the
    first doctor's code, `local_codes` where staff have house numbers in place of national codes. `parent` is the number
    of the institution that one is a branch of, -1 for most.
    """

    code: Strings
    name: Strings
    kind: Ints
    town: Ints
    region: Strings
    level: Ints
    weight: Floats
    beds: Ints
    opens: Ints
    closes: Ints
    sunday: Bools
    batch: Bools
    default_doctor: Bools
    local_codes: Bools
    position: Floats
    legrep: Strings
    uscc: Strings
    bankacct: Strings
    parent: Ints

    def __len__(self) -> int:
        return len(self.code)

    def of_kind(self, kind: int, *, local: bool = True) -> Ints:
        """Give the indices of a kind; those in the city's own region unless `local` is false."""
        there = self.kind == kind
        return (
            np.flatnonzero(there & np.isin(self.region, (identity.CITY, identity.COUNTY)))
            if local
            else np.flatnonzero(there)
        )


@dataclass(frozen=True, slots=True)
class Doctors:
    """Staff of the institutions, one entry a person and place; institution i has `first[i]` … + `count[i]`."""

    code: Strings
    name: Strings
    inst: Ints
    first: Ints
    count: Ints
    national: Bools
    several_sites: Bools

    def key(self, institutions: Institutions, doctor: int) -> str:
        """Give the id of the contract: the national code, or `fixmedins_code/dr_code` where it is local."""
        code = str(self.code[doctor])
        return code if self.code[doctor].startswith("D") else f"{institutions.code[self.inst[doctor]]}/{code}"

    def on_duty(self, calendar: Calendar, inst: Ints, time: Ints, pick: Floats) -> Ints:
        """Give the doctor who serves each visit: half of the staff are there each half-day, by a weekly roster."""
        slot = calendar.weekday(time // 86_400) * 2 + (time % 86_400 >= 46_800)
        on = np.maximum(1, (self.count[inst] + 1) // 2)
        return np.asarray(self.first[inst] + (slot + (pick * on).astype(np.int64)) % self.count[inst])


def build_institutions(rng: np.random.Generator, persons: int, towns: Floats) -> Institutions:
    """Lay out institutions for a city of `persons`; `towns` holds positions in km, shape (towns, 2)."""
    n_kind = [max(6, persons // 4000), max(8, persons // 1500), max(8, persons // 1200)]
    kind = np.concatenate([np.full(n, k) for k, n in enumerate(n_kind)]).astype(np.int64)
    n = len(kind)
    rank = np.concatenate([rng.permutation(k) for k in n_kind])
    town = rng.integers(0, len(towns) - 1, n)
    # The largest hospital is in the main town; the last town is a county of its own with a single hospital.
    town[(kind == HOSPITAL) & (rank == 0)] = 0
    town[np.flatnonzero((kind == HOSPITAL) & (rank == 2))[0]] = len(towns) - 1
    for k in (CLINIC, PHARMACY):
        town[np.flatnonzero((kind == k) & (rank % len(towns) == 1))] = len(towns) - 1
    region = np.where(town == len(towns) - 1, identity.COUNTY, identity.CITY)
    away = ((kind == HOSPITAL) & (rank == 1)) | ((kind == PHARMACY) & (rank % 9 == 8))
    region = np.where(away, np.where(kind == HOSPITAL, identity.CAPITAL, identity.NEIGHBOUR), region)
    weight = 1.0 / (rank + 1.5) ** 0.8
    weight[away] *= 0.35
    for k in range(3):
        weight[kind == k] /= weight[kind == k].sum()
    return Institutions(
        code=_codes(rng, kind, region),
        name=_names(rng, kind),
        kind=kind,
        town=town,
        region=region,
        level=np.select([kind == PHARMACY, kind == CLINIC, rank <= 1, rank <= n_kind[0] // 2], [11, 9, 1, 2], 3),
        weight=weight,
        beds=np.where(kind == HOSPITAL, (60 + 900 * weight).astype(np.int64), 0),
        opens=np.select([kind == HOSPITAL, kind == CLINIC], [27_000, 28_800], 28_800) + 1800 * rng.integers(0, 2, n),
        closes=np.select([kind == HOSPITAL, kind == CLINIC], [64_800, 61_200], 75_600) + 1800 * rng.integers(0, 3, n),
        sunday=(kind != CLINIC) | (rng.random(n) < 0.5),
        batch=(kind == CLINIC) & (rank % 7 == 3),
        default_doctor=(kind != PHARMACY) & (rank % 6 == 4),
        local_codes=(kind != PHARMACY) & (rank % 8 == 5),
        position=towns[town] + rng.normal(0, 2.0, (n, 2)),
        legrep=identity.names(rng, rng.integers(0, 40, n)),
        uscc=identity.codes(rng, "99990000MA", n, 8),
        bankacct=identity.codes(rng, "99621000000", n, 8),
        parent=np.full(n, -1),
    )


def with_owners(rng: np.random.Generator, institutions: Institutions) -> Institutions:
    """Give some institutions one owner: two chains of pharmacies, clinics of a hospital, small hospitals in pairs.

    A chain has one legal representative and one account; a branch has its hospital as parent.
    """
    legrep, bankacct = institutions.legrep.copy(), institutions.bankacct.copy()
    shops = rng.permutation(institutions.of_kind(PHARMACY))
    chains = [shops[: len(shops) // 3], shops[len(shops) // 3 : len(shops) // 2]]
    hospitals = institutions.of_kind(HOSPITAL)
    small = rng.permutation(hospitals[institutions.level[hospitals] > 1])
    chains += [small[i : i + 2] for i in range(0, len(small) // 3 * 2, 2)]
    for own in chains:
        if len(own) >= 2:
            legrep[own], bankacct[own] = legrep[own[0]], bankacct[own[0]]
    parent = institutions.parent.copy()
    clinics = rng.permutation(institutions.of_kind(CLINIC))
    branches = clinics[: len(clinics) // 4]
    parent[branches] = rng.choice(hospitals, len(branches))
    return replace(institutions, legrep=legrep, bankacct=bankacct, parent=parent)


def _codes(rng: np.random.Generator, kind: Ints, region: Strings) -> Strings:
    letter = np.where(kind == PHARMACY, "P", "H")
    return np.asarray(np.char.add(np.char.add(letter, region), identity.codes(rng, "", len(kind), 5)))


def _names(rng: np.random.Generator, kind: Ints) -> Strings:
    place = np.array(_PLACES)[rng.integers(0, len(_PLACES), len(kind))]
    number = np.arange(len(kind)) + 1
    ending = [_ENDINGS[k][int(rng.integers(0, len(_ENDINGS[k])))] for k in kind]
    return np.asarray([f"{p}{e}（样例{i}）" for p, e, i in zip(place, ending, number, strict=True)])


def build_doctors(rng: np.random.Generator, institutions: Institutions, persons: int) -> Doctors:
    """Staff the institutions: doctors at hospitals and clinics, pharmacists at pharmacies."""
    scale = np.array([persons / 450, persons / 1500, persons / 1500])[institutions.kind]
    least = np.array([6, 2, 2])[institutions.kind]
    count = least + (institutions.weight * scale).astype(np.int64)
    inst = np.repeat(np.arange(len(institutions)), count)
    n = len(inst)
    region = institutions.region[inst]
    pharmacist = institutions.kind[inst] == PHARMACY
    letter = np.where(pharmacist, "HY", "D")
    code = np.char.add(np.char.add(letter, region), identity.codes(rng, "", n, 6)).astype("U14")
    first = np.r_[0, np.cumsum(count)[:-1]]
    local = institutions.local_codes[inst]
    # House numbers start at 1 in every house, so the same number means someone else next door.
    house = identity.padded(np.arange(n) - first[inst] + 1, 4)
    code = np.where(local, house, code)
    several = ~local & ~pharmacist & (rng.random(n) < 0.03)
    donors = np.flatnonzero(~local & ~pharmacist & ~several)
    code[several] = code[rng.choice(donors, several.sum(), replace=False)]
    return Doctors(code, identity.names(rng, rng.integers(0, 40, n)), inst, first, count, ~local, several)
