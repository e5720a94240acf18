"""Comparable settlements: the norm against which a group's fees, items, diagnoses and own payments are told.

Comparable is a settlement of another patient, of the same medical type at the same kind of institution, and of the same
registered disease where there are enough of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from graphfraud.chance import alike
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Flags, Ints
from graphfraud.signals.events import Floats

SAMPLE = 1000
LEAST = 30
FREE = 0.05
"""Cash below this share of the fee is next to nothing."""


class Sort:
    """Comparable settlements of one sort; `facts` has columns of `queries/sql/scan_facts.sql`."""

    def __init__(self, facts: pd.DataFrame) -> None:
        self._facts = facts

    @cached_property
    def fees(self) -> Floats:
        """Fees in yuan, ascending."""
        return np.sort(self._facts["medfee"].to_numpy(np.float64))

    @cached_property
    def items(self) -> dict[str, float]:
        """Share of the settlements that contain each item."""
        return self._shares(chain.from_iterable(self._facts["items"]), len(self._facts))

    @cached_property
    def diagnoses(self) -> dict[str, float]:
        """Share of the settlements with a diagnosis of each category (three characters)."""
        known = self._facts["diagnosis"].dropna().str.slice(0, 3)
        return self._shares(known, len(known))

    @cached_property
    def free(self) -> float:
        """Share of the settlements that tell for which the patient paid next to nothing; 1 where none tells."""
        known = tells(self._facts)
        return float(free(self._facts)[known].mean()) if known.any() else 1.0

    def _shares(self, values: Iterable[str], n: int) -> dict[str, float]:
        return {name: count / n for name, count in Counter(values).items()}


class Peers:
    """Comparable settlements of every sort that a scheme's candidates have.

    `facts`: one row a settlement with its `sort` (as in `Candidate.facts`) and columns of `queries/sql/scan_facts.sql`.
    """

    def __init__(self, facts: pd.DataFrame | None = None) -> None:
        self._sorts: dict[tuple[Any, Any], Sort] = {}
        self._known: dict[tuple[Chance, tuple[Sort, ...]], float] = {}
        if facts is None or not len(facts):
            return
        for number, some in facts.groupby("sort"):
            parts = [(None, some), *some.groupby("dise_no")]
            self._sorts |= {(number, disease): Sort(own) for disease, own in parts if len(own) >= LEAST}

    def of(self, facts: pd.DataFrame) -> list[Sort] | None:
        """Give what each settlement of a group compares with; None where one has nothing to compare with."""
        if not self._sorts:
            return None
        keys = zip(facts["sort"].tolist(), facts["dise_no"].tolist(), strict=True)
        found = [self._sorts.get((sort, disease), self._sorts.get((sort, None))) for sort, disease in keys]
        return None if None in found else [sort for sort in found if sort is not None]

    def chances(self, facts: pd.DataFrame, chance: Chance) -> Floats | None:
        """Give the chance of each gathering of three or more in `facts`, None without comparable settlements."""
        found = self.of(facts)
        if found is None:
            return None
        starts = cuts(facts["gathering"].to_numpy())
        parts = [tuple(found[low:high]) for low, high in pairwise(starts.tolist())]
        return np.array([self._chance(chance, sorts) if len(sorts) >= 3 else 0.0 for sorts in parts])

    def _chance(self, chance: Chance, sorts: tuple[Sort, ...]) -> float:
        """Give the chance of one gathering; most are of a few sorts in one order, so each is worked out once."""
        if (chance, sorts) not in self._known:
            self._known[chance, sorts] = chance(sorts)
        return self._known[chance, sorts]


Chance = Callable[[Sequence[Sort]], float]
"""Gives a chance of settlements drawn anew, one of each sort."""


def cuts(gathering: Ints) -> Ints:
    """Give where each gathering begins in sorted numbers of gatherings, and where the last one ends."""
    size = len(gathering)
    return np.r_[0, np.flatnonzero(np.diff(gathering)) + 1, size] if size else np.zeros(1, np.int64)


def same_item(sorts: Sequence[Sort], least: int) -> float:
    """Give the chance that `least` of so many settlements share an item."""
    return _shared([s.items for s in sorts], least)


def same_diagnosis(sorts: Sequence[Sort], least: int) -> float:
    """Give the chance that `least` of so many settlements share a category of diagnosis."""
    return _shared([s.diagnoses for s in sorts], least)


def _shared(shares: list[dict[str, float]], least: int) -> float:
    """Give the chance where each settlement has shares of its own: as if all had the average ones."""
    # Few sorts stand behind many settlements: each is added up once.
    times, total = Counter(map(id, shares)), defaultdict[str, float](float)
    for key, some in {id(some): some for some in shares}.items():
        for name, share in some.items():
            total[name] += share * times[key] / len(shares)
    # What no comparable settlement has may still be one in a sample more.
    return alike.shared(np.array([*total.values(), 1.0 / SAMPLE]), len(shares), least)


def tells(facts: pd.DataFrame) -> Flags:
    """Say which settlements tell what the patient paid."""
    known: Flags = ~(np.isnan(_yuan(facts, "cash")) & np.isnan(_yuan(facts, "waived")))
    return known


def free(facts: pd.DataFrame) -> Flags:
    """Say for which settlements the patient paid next to nothing, or the institution bore the patient's part."""
    cash, fee, waived = (_yuan(facts, name) for name in ("cash", "medfee", "waived"))
    nothing: Flags = (cash < FREE * fee) | (waived > 0)
    return nothing


def _yuan(facts: pd.DataFrame, name: str) -> Floats:
    return facts[name].to_numpy(np.float64)


def sorts(scene: Scene) -> Ints:
    """Give the sort of every settlement: a number for its kind of institution and medical type."""
    claims = scene.claims
    names = sorted(set(scene.registers.kinds.values()))
    kind = np.array([names.index(scene.registers.kinds[place]) for place in claims.places], dtype=np.int64)
    types = claims.table["med_type"].unify_dictionaries().combine_chunks()
    code = pc.fill_null(types.indices, len(types.dictionary)).to_numpy(zero_copy_only=False).astype(np.int64)
    sort: Ints = kind[claims.place] * (len(types.dictionary) + 1) + code
    return sort


def choose(rows: Ints, sort: Ints, scene: Scene) -> Ints:
    """Give positions of up to SAMPLE comparable settlements of each sort in `rows`, evenly over patients and time.

    Patients with a settlement in `rows` are left out.
    """
    claims = scene.claims
    inside = np.zeros(len(claims.patients), dtype=bool)
    inside[claims.patient[rows]] = True
    outside = ~inside[claims.patient]
    chosen = []
    for number in np.unique(sort[rows]).tolist():
        at = np.flatnonzero((sort == number) & outside)
        n = min(SAMPLE, len(at))
        chosen.append(at[np.arange(n) * len(at) // max(n, 1)])
    return np.concatenate(chosen) if chosen else np.zeros(0, np.int64)
