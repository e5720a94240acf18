"""Which patients were together, how often: a two-pointer window over events sorted by place and time.

Compiled (numba): the same joins in SQL cost 5–10 times the CPU (benchmarks/scan.py). Pairs are counted in
slices of the first patient, so memory stays bounded however many co-visits there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import Codes, Ints
from graphfraud.errors import InputError
from graphfraud.signals.events import Events

BITS = 24
DAY_BITS = 16
SLICE = 12_000_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """m pairs of patients a < b, sorted, with the number of distinct days on which they were together."""

    a: Codes
    b: Codes
    observed: Codes
    crowded: int
    """Events whose window held more than `crowd_cap` others, and was cut there (nearest in time are kept)."""

    def __len__(self) -> int:
        return len(self.a)


def count(events: Events, *, min_joint: int, crowd_cap: int) -> Pairs:
    """Count the days on which each pair was together; pairs below `min_joint` are dropped.

    Raises:
        InputError: more than 16 million patients have `min_joint` or more events.
    """
    frequent = np.bincount(events.patient, minlength=1) >= min_joint
    # No other patient can be in a counted pair; the rest are numbered anew.
    events = events.take(frequent[events.patient])
    names = np.flatnonzero(frequent).astype(np.int32)
    patient = (np.cumsum(frequent) - 1)[events.patient]
    if len(names) >= 1 << BITS:
        raise InputError("More than 16 million patients in one scan", hint="Scan one district or period at a time.")
    day = (events.day - (events.day.min() if len(events) else 0)).astype(np.int64) & ((1 << DAY_BITS) - 1)
    args = (patient, events.place, events.begin, events.end, day, events.tol_begin, events.tol_end, crowd_cap)
    sizes, crowded = _sizes(*args, len(names))
    found: list[tuple[npt.NDArray[np.uint64], Codes]] = []
    for low, high in _slices(sizes):
        keys = np.empty(int(sizes[low:high].sum()), dtype=np.uint64)
        _fill(*args, low, high, keys)
        keys.sort()
        found.append(_runs(keys, min_joint))
    keys = np.concatenate([k for k, _ in found]) if found else np.zeros(0, np.uint64)
    observed = np.concatenate([n for _, n in found]) if found else np.zeros(0, np.int32)
    a = names[(keys >> np.uint64(BITS)).astype(np.int64)] if len(keys) else np.zeros(0, np.int32)
    b = names[(keys & np.uint64((1 << BITS) - 1)).astype(np.int64)] if len(keys) else np.zeros(0, np.int32)
    return Pairs(a.astype(np.int32), b.astype(np.int32), observed, int(crowded))


def _slices(sizes: Ints) -> list[tuple[int, int]]:
    """Cut the patients into runs of at most SLICE pairs (one patient alone may exceed it)."""
    cuts, low, total = [], 0, 0
    for i, size in enumerate(sizes.tolist()):
        if total and total + size > SLICE:
            cuts.append((low, i))
            low, total = i, 0
        total += size
    if total:
        cuts.append((low, len(sizes)))
    return cuts


@nb.njit(cache=True)
def _sizes(
    patient: Any, place: Any, begin: Any, end: Any, day: Any, tol_begin: int, tol_end: int, cap: int, patients: int
) -> tuple[Any, int]:
    sizes = np.zeros(patients, dtype=np.int64)
    crowded = 0
    n = len(patient)
    for i in range(n):
        stop = min(n, i + 1 + cap)
        j = i + 1
        while j < stop and place[j] == place[i] and begin[j] - begin[i] <= tol_begin:
            if abs(end[j] - end[i]) <= tol_end and patient[j] != patient[i]:
                sizes[min(patient[i], patient[j])] += 1
            j += 1
        if j == stop and j < n and place[j] == place[i] and begin[j] - begin[i] <= tol_begin:
            crowded += 1
    return sizes, crowded


@nb.njit(cache=True)
def _fill(
    patient: Any,
    place: Any,
    begin: Any,
    end: Any,
    day: Any,
    tol_begin: int,
    tol_end: int,
    cap: int,
    low: int,
    high: int,
    keys: Any,
) -> None:
    n = len(patient)
    at = 0
    for i in range(n):
        j = i + 1
        stop = min(n, i + 1 + cap)
        while j < stop and place[j] == place[i] and begin[j] - begin[i] <= tol_begin:
            if abs(end[j] - end[i]) <= tol_end and patient[j] != patient[i]:
                first = min(patient[i], patient[j])
                if low <= first < high:
                    second = max(patient[i], patient[j])
                    keys[at] = np.uint64((first << 40) | (second << 16) | day[i])
                    at += 1
            j += 1


@nb.njit(cache=True)
def _runs(keys: Any, min_joint: int) -> tuple[Any, Any]:
    """Give the pairs (without the day) that have at least `min_joint` distinct days, and how many."""
    kept = 0
    for write in range(2):
        if write == 1:
            pairs = np.empty(kept, dtype=np.uint64)
            days = np.empty(kept, dtype=np.int32)
            kept = 0
        i = 0
        while i < len(keys):
            pair = keys[i] >> np.uint64(16)
            distinct = 1
            j = i + 1
            while j < len(keys) and keys[j] >> np.uint64(16) == pair:
                if keys[j] != keys[j - 1]:
                    distinct += 1
                j += 1
            if distinct >= min_joint:
                if write == 1:
                    pairs[kept] = pair
                    days[kept] = distinct
                kept += 1
            i = j
    return pairs, days
