"""Who else keeps turning up at a group's gatherings: members whose pairs alone are too weak to be linked.

The group is treated as one more patient whose events are its gatherings; for any other patient x

    λ_x = dilution · Σ_{i∈x, g} [same slot, phase_i within tol of the phases at g] · q_i

is the number of gatherings that x meets by chance (as in `graphfraud.chance.pairs`), p = P(Poisson(λ_x) ≥ k).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammainc

from graphfraud.claims.table import Codes, Ints
from graphfraud.rings.gatherings import ByPatient, Gathering
from graphfraud.signals.events import Events, Floats


@dataclass(frozen=True, slots=True)
class Bar:
    """What a joiner must reach: a count and a share of the gatherings, a p-value, a lift."""

    least: int
    share: float
    max_p: float
    min_lift: float


class Bystanders:
    """All events of a signal, found by place and time."""

    def __init__(self, events: Events, q: Floats) -> None:
        self._events, self._q = events, q
        self._start = np.searchsorted(events.place, np.arange(int(events.place.max(initial=-1)) + 2))

    def joiners(self, own: ByPatient, gatherings: list[Gathering], members: Codes, bar: Bar) -> Codes:
        """Give the patients outside the group who met its gatherings too often for chance, sorted.

        Args:
            own: the events that the gatherings point into.
            gatherings: the group's gatherings.
            members: the group's patients, sorted.
            bar: what a joiner must reach.
        """
        if not gatherings:
            return np.zeros(0, np.int32)
        met = np.concatenate([self._present(own.events, g) for g in gatherings])
        names, k = np.unique(met, return_counts=True)
        often = (k >= max(bar.least, math.ceil(bar.share * len(gatherings)))) & ~np.isin(names, members)
        names, k = names[often], k[often]
        if not len(names):
            return names
        expected = np.maximum(self._expected(own.events, gatherings, names), 1e-6)
        found: Codes = names[(gammainc(k, expected) <= bar.max_p) & (k >= bar.min_lift * expected)]
        return found

    def _present(self, own: Events, gathering: Gathering) -> Codes:
        """Give the patients who were there, each once."""
        events, at = self._events, gathering.events
        here = slice(self._start[gathering.place], self._start[gathering.place + 1])
        begin = events.begin[here]
        first = np.searchsorted(begin, own.begin[at].min() - events.tol_begin, "left")
        last = np.searchsorted(begin, own.begin[at].max() + events.tol_begin, "right")
        end = events.end[here][first:last]
        low, high = own.end[at].min() - events.tol_end, own.end[at].max() + events.tol_end
        present: Codes = np.unique(events.patient[here][first:last][(end >= low) & (end <= high)])
        return present

    def _expected(self, own: Events, gatherings: list[Gathering], names: Codes) -> Floats:
        """Give λ of every patient of `names` (sorted)."""
        events = self._events
        places = sorted({g.place for g in gatherings})
        rows: Ints = np.concatenate([np.arange(self._start[p], self._start[p + 1]) for p in places])
        rows = rows[np.isin(events.patient[rows], names)]
        total = np.zeros(len(names))
        of = np.searchsorted(names, events.patient[rows])
        for g in gatherings:
            phase, slot = own.phase[g.events], own.slot[g.events][0]
            near = (
                (events.slot[rows] == slot)
                & (events.phase[rows] >= phase.min() - events.tol_phase)
                & (events.phase[rows] <= phase.max() + events.tol_phase)
            )
            total += np.bincount(of[near], weights=self._q[rows[near]], minlength=len(names))
        return events.dilution * total
