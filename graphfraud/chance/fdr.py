"""Target–decoy false-discovery rate (after Elias & Gygi 2007).

A decoy is the same data with every event's week drawn anew: habits, crowds and volumes stay, agreements vanish.
FDR(s) = mean number of decoy groups that score ≥ s ÷ number of observed groups that score ≥ s.
"""

from __future__ import annotations

import numpy as np

from graphfraud.signals.events import Floats


def rates(observed: Floats, decoys: list[Floats]) -> Floats:
    """Give the false-discovery rate of each observed score; 0 everywhere where no decoy was run.

    Args:
        observed: scores of the observed groups.
        decoys: scores of the groups of every decoy.
    """
    if not decoys or not len(observed):
        return np.zeros(len(observed))
    false = np.sort(np.concatenate(decoys))
    mean = (len(false) - np.searchsorted(false, observed, side="left")) / len(decoys)
    ranked = np.sort(observed)
    found = len(ranked) - np.searchsorted(ranked, observed, side="left")
    raw = np.minimum(mean / found, 1.0)
    # A group is never rated worse than one that scores lower (as q-values are made from rates).
    order = np.argsort(observed, kind="stable")
    result = np.empty(len(observed))
    result[order] = np.minimum.accumulate(raw[order])
    return result


def benjamini_hochberg(p_values: Floats, tests: int = 0) -> Floats:
    """Give the q-value of each p-value: the false-discovery rate at which it would be kept (Benjamini & Hochberg 1995).

    Args:
        p_values: one a hypothesis, in any order.
        tests: how many were tested, where those with p = 1 are not among them.
    """
    n = len(p_values)
    order = np.argsort(p_values, kind="stable")[::-1]
    raw = p_values[order] * max(n, tests) / np.arange(n, 0, -1)
    result = np.empty(n)
    result[order] = np.minimum(np.minimum.accumulate(raw), 1.0)
    return result
