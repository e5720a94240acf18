"""How regular the gatherings are: treatment follows a clock, a broker does not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from graphfraud.claims.table import Codes, Flags

LEAST = 6
"""Fewer gatherings have no usual place."""


def irregularity(days: Codes) -> float:
    """Give the root mean square distance of the gaps from whole multiples of their median, relative to it.

    0 is clockwork, about 0.45 is random. Multiples count as regular because a cycle may be missed once.
    `days`: ascending days, at least three; 1.0 for fewer.
    """
    gaps = np.diff(np.unique(days)).astype(np.float64)
    if len(gaps) < 2:
        return 1.0
    ordered = np.sort(gaps)
    # As numpy's own median, without its overhead: there are thousands of short rows.
    median = float(ordered[(len(gaps) - 1) // 2] + ordered[len(gaps) // 2]) / 2
    away = gaps / median - np.maximum(np.round(gaps / median), 1)
    return float(np.sqrt(np.mean(away**2)))


def regular(days: int) -> float:
    """Give the irregularity below which so many days are a rhythm: of nine or more random days 1 % come below 0.25."""
    return 0.25 if days >= 9 else 0.2


def at_usual_place(places: Codes, days: Codes, called: Callable[[], Flags]) -> Flags:
    """Mark the gatherings, given their `places` and `days`, that a rhythm is sought in: all, unless those of six or
    more days are at one place but for a single day and for programmes that people were `called` to.

    What is elsewhere then breaks a rhythm and shows nothing: an employer's yearly check-up at a hospital, say. `called`
    is asked only where some are elsewhere.
    """
    found, counts = np.unique(places, return_counts=True)
    elsewhere = places != found[counts.argmax()]
    if not elsewhere.any() or len(np.unique(days)) < LEAST or len(np.unique(days[elsewhere & ~called()])) > 1:
        return np.ones(len(places), dtype=bool)
    usual: Flags = ~elsewhere
    return usual
