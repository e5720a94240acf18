"""How likely it is that settlements of a group are alike, when each were any comparable settlement.

The settlements of a gathering are drawn anew from comparable ones, independently: a person who always buys the same
drug makes several gatherings alike, so these p-values support a ring and never make one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import bdtrc

from graphfraud.signals.events import Floats

DRAWS = 2000


def shared(shares: Floats, size: int, least: int) -> float:
    """Give (an upper bound of) the chance that at least `least` of `size` settlements have one thing in common.

    Args:
        shares: of each thing, the share of comparable settlements that have it.
        size, least: 1 ≤ least ≤ size.
    """
    return float(min(1.0, bdtrc(least - 1, size, np.minimum(shares, 1.0)).sum())) if len(shares) else 0.0


def narrow(amounts: Sequence[Floats], spread: float) -> float:
    """Give the chance that one amount of each array, drawn at random, make a coefficient of variation below `spread`.

    By DRAWS draws, the same in every run; never 0 (North, Curtis, Sham 2002).
    """
    rng = np.random.default_rng(1)
    drawn = np.stack([some[rng.integers(0, len(some), DRAWS)] for some in amounts])
    middle = drawn.mean(axis=0)
    hits = drawn.std(axis=0, ddof=1) < spread * middle
    return float((hits.sum() + 1) / (DRAWS + 1))


def at_least(count: int, chances: Floats) -> float:
    """Give P(N ≥ count) for as many trials as `chances`, by the binomial of their mean.

    For a count above the expected one that is an upper bound (Hoeffding 1956).
    """
    if not count:
        return 1.0
    return float(bdtrc(count - 1, len(chances), min(float(chances.mean()), 1.0))) if len(chances) else 1.0
