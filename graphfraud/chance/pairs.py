"""How often a pair would be together by chance, and how surprising the count is.

λ_ab = dilution · Σ_{i∈a, j∈b} [same slot, |phase_i − phase_j| ≤ tol] · (q_i + q_j)/2

is the expected number of meetings when each event keeps its place, weekday and time of day and its week is drawn
anew (`graphfraud.chance.weeks`); p = P(Poisson(λ) ≥ k). Habit, shifts and weekly clinics are thereby expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba as nb
import numpy as np
from scipy.special import gammainc

from graphfraud.claims.table import Codes
from graphfraud.signals.events import Events, Floats
from graphfraud.signals.together import Pairs


@dataclass(frozen=True, slots=True)
class Links:
    """m linked patients a < b (positions in `Claims.patients`), sorted by a, b."""

    a: Codes
    b: Codes
    observed: Codes
    expected: Floats
    p_value: Floats

    def __len__(self) -> int:
        return len(self.a)

    def take(self, index: Any) -> Links:
        """Give the chosen links, in the same order."""
        return Links(self.a[index], self.b[index], self.observed[index], self.expected[index], self.p_value[index])


def judge(events: Events, q: Floats, pairs: Pairs) -> Links:
    """Give expected count and p-value of every pair. `q`: chance of the same week of each event."""
    paired = np.zeros(max(int(events.patient.max(initial=-1)), int(pairs.b.max(initial=-1))) + 1, dtype=bool)
    paired[pairs.a] = paired[pairs.b] = True
    near = np.flatnonzero(paired[events.patient])
    order = near[np.lexsort((events.phase[near], events.slot[near], events.patient[near]))]
    patient = events.patient[order]
    patients = len(paired) + 1
    start = np.searchsorted(patient, np.arange(patients)).astype(np.int64)
    expected = events.dilution * _expected(
        pairs.a, pairs.b, start, events.slot[order], events.phase[order], q[order], events.tol_phase
    )
    # Floor: no pair is impossible, however its events are placed.
    expected = np.maximum(expected, 1e-6)
    return Links(pairs.a, pairs.b, pairs.observed, expected, gammainc(pairs.observed, expected))


def significant(links: Links, *, max_p: float, min_lift: float) -> Links:
    """Keep the pairs that chance explains badly: p ≤ `max_p` and observed ≥ `min_lift` · expected."""
    return links.take((links.p_value <= max_p) & (links.observed >= min_lift * links.expected))


@nb.njit(cache=True)
def _expected(a: Any, b: Any, start: Any, slot: Any, phase: Any, q: Any, tol: int) -> Any:
    result = np.zeros(len(a))
    for m in range(len(a)):
        total = 0.0
        for first, second in ((a[m], b[m]), (b[m], a[m])):
            low = start[second]
            last = start[second + 1]
            high = low
            for i in range(start[first], start[first + 1]):
                while low < last and (slot[low] < slot[i] or (slot[low] == slot[i] and phase[low] < phase[i] - tol)):
                    low += 1
                high = max(high, low)
                while high < last and (
                    slot[high] < slot[i] or (slot[high] == slot[i] and phase[high] <= phase[i] + tol)
                ):
                    high += 1
                total += (high - low) * q[i]
        result[m] = total / 2
    return result
