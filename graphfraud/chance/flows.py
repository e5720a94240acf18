"""Chance of a flow from one institution to another, where codes are misread now and then everywhere."""

from __future__ import annotations

import numpy as np
from scipy.special import gammainc

from graphfraud.claims.table import Codes
from graphfraud.signals.events import Floats


def by_chance(source: Codes, target: Codes, count: Codes, share: Floats, *, least: int) -> tuple[Floats, Floats]:
    """Give expected number and p-value of each flow, P(Poisson ≥ count).

    Stray repeats are those of flows below `least`: a strong flow must not hide itself or its neighbours. They fall on
    pairs by the institutions' volumes, and more often on an institution that has many of them itself:

        λ_ij = (R + 1) · s_i · s_j + out_i · in_j / R

    Args:
        source, target, count: of every flow with at least one code, each ordered pair once.
        share: each institution's share of the city's settlements (sums to 1).
        least: smallest count that is looked at.
    """
    stray = np.where(count < least, count, 0).astype(np.float64)
    total = float(stray.sum())
    out = np.bincount(source, stray, len(share))
    into = np.bincount(target, stray, len(share))
    expected = (total + 1.0) * share[source] * share[target] + out[source] * into[target] / max(total, 1.0)
    return expected, gammainc(np.maximum(count, 1), np.maximum(expected, 1e-12))
