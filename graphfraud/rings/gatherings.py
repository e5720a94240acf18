"""Gatherings: the occasions on which several of a group were together."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import Codes
from graphfraud.rings.positions import Index, Positions
from graphfraud.signals.events import Events


class ByPatient:
    """Finds the events of given patients without a pass over all events."""

    def __init__(self, events: Events) -> None:
        self.events = events
        self._positions = Positions(events.patient)

    def of(self, patients: Codes) -> Index:
        """Give the positions of the patients' events, in event order (place, begin, patient)."""
        return self._positions.of(patients)


@dataclass(frozen=True, slots=True)
class Gathering:
    """Events (positions, in event order) of one group at one place at one time."""

    place: int
    day: int
    events: Index
    patients: Codes


def find(by_patient: ByPatient, patients: Codes, *, share: float) -> list[Gathering]:
    """Give the gatherings of at least three, and of at least `share` of the patients, in time order.

    Events chain: each begins within `tol_begin` of the one before, and of those the ends chain likewise.
    """
    events = by_patient.events
    at = by_patient.of(patients)
    least = max(3, math.ceil(share * len(patients)))
    found = []
    for chain in _chains(at, events.place[at], events.begin[at], events.tol_begin, least):
        ended = chain[np.argsort(events.end[chain], kind="stable")]
        for part in _chains(ended, events.place[ended], events.end[ended], events.tol_end, least):
            present = np.unique(events.patient[part])
            if len(present) >= least:
                part = np.sort(part)
                found.append(Gathering(int(events.place[part[0]]), int(events.day[part].min()), part, present))
    return sorted(found, key=lambda g: (g.day, g.place, g.events.tolist()))


def attendance(gatherings: list[Gathering], patients: Codes) -> npt.NDArray[np.float64]:
    """Give the share of the gatherings that each patient attended."""
    if not gatherings:
        return np.zeros(len(patients))
    present = np.concatenate([g.patients for g in gatherings])
    counts = np.bincount(np.searchsorted(patients, present[np.isin(present, patients)]), minlength=len(patients))
    shares: npt.NDArray[np.float64] = counts / len(gatherings)
    return shares


def faithfulness(gatherings: list[Gathering], patients: Codes, least: int) -> npt.NDArray[np.float64]:
    """Give the share of the gatherings of their time that each patient attended: those until the last attended one, or
    from the first one on, whichever share is larger. Whoever joins late or leaves early misses the others.

    Of patients who attended fewer than `least` nobody knows their time: all gatherings count.
    """
    if not gatherings:
        return np.zeros(len(patients))
    n, there = len(gatherings), np.concatenate([g.patients for g in gatherings])
    which = np.repeat(np.arange(n), [len(g.patients) for g in gatherings])
    own = np.isin(there, patients)
    who, which = np.searchsorted(patients, there[own]), which[own]
    counts, first, last = np.bincount(who, minlength=len(patients)), np.zeros(len(patients)), np.zeros(len(patients))
    # Gatherings come in time order: the last value written stays.
    last[who], first[who[::-1]] = which, which[::-1]
    time = np.minimum(n - first, last + 1)
    shares: npt.NDArray[np.float64] = counts / np.where(counts >= least, time, n)
    return shares


def _chains(at: Index, place: Codes, when: Index, gap: int, least: int) -> list[Index]:
    """Cut a sequence where the place changes or the time jumps by more than `gap`; give the pieces of
    at least `least`."""
    cuts = np.flatnonzero((place[1:] != place[:-1]) | (when[1:] - when[:-1] > gap)) + 1
    bounds = np.concatenate([[0], cuts, [len(at)]])
    long = np.flatnonzero(np.diff(bounds) >= least)
    return [at[low:high] for low, high in zip(bounds[long].tolist(), bounds[long + 1].tolist(), strict=True)]
