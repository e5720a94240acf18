"""How likely chance draws so many of one kind: the hypergeometric law, for a kind that was picked after the fact.

A ring of n is drawn from N; K of them share a value. P(X ≥ k) speaks of one value. A ring is looked through for the
value that most of its members share, so what counts is how many of all values would be shared by so many (union bound).
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from graphfraud.claims.table import Ints
from graphfraud.signals.events import Floats


def at_least(k: int, holders: Ints, drawn: int, everybody: int) -> Floats:
    """Give P(X ≥ k) for X hypergeometric: `drawn` of `everybody`, of whom so many hold the value.

    Args:
        k: at least this many, 1 or more.
        holders: of each value, shape (n,), none larger than `everybody`.
        drawn, everybody: sizes of the ring and of the city, drawn ≤ everybody.

    Returns:
        Shape (n,).
    """
    x = np.arange(k, drawn + 1)[:, None]
    fits = (x <= holders) & (drawn - x <= everybody - holders)
    # Clipped where it does not fit, which `fits` takes out again.
    inside, outside = np.minimum(x, holders), np.minimum(drawn - x, everybody - holders)
    ways = _log_choose(holders, inside) + _log_choose(everybody - holders, outside)
    terms = np.exp(ways - _log_choose(np.array(everybody), np.array(drawn)))
    total: Floats = np.where(fits, terms, 0.0).sum(axis=0)
    return np.minimum(total, 1.0)


def any_at_least(k: int, holders: Ints, drawn: int, everybody: int) -> float:
    """Give an upper bound of the probability that any of the values is held by `k` or more of those drawn."""
    sizes, values = np.unique(holders[holders >= k], return_counts=True)
    return min(1.0, float((values * at_least(k, sizes, drawn, everybody)).sum())) if len(sizes) else 0.0


def _log_choose(n: Ints, k: Ints) -> Floats:
    chosen: Floats = gammaln(n + 1.0) - gammaln(k + 1.0) - gammaln(n - k + 1.0)
    return chosen
