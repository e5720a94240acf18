"""Waves: how many persons go from one place to the same other one within days, where a few go at any time.

The usual flow from i to j is that of the city by the sizes of both, n_i/N · n_j/(N − n_i) of all other moves, and what
goes from i to j outside the wave besides. The largest count in any window of w days is tested against it (a scan
statistic, Naus 1965): as many windows as the period holds, twice over since they overlap, at the tail of a negative
binomial.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.chance import excess
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.table import Ints
from graphfraud.signals.events import Floats


@dataclass(frozen=True, slots=True)
class Wave:
    """The wave of one flow: positions of its moves, most of them in one window, and how surprising that is."""

    moves: Ints
    most: int
    expected: float
    p_value: float
    q: float


def find(source: Ints, target: Ints, day: Ints, size: Floats, *, days: int, within: int) -> list[Wave]:
    """Give the largest wave of each flow, in order of the flows.

    Args:
        source, target, day: of each move.
        size: persons of each place.
        days: length of the period.
        within: length of a window.
    """
    flows, which = np.unique(source * len(size) + target, return_inverse=True)
    own = [np.flatnonzero(which == i) for i in range(len(flows))]
    crests = [_crest(day[rows], within) for rows in own]
    moves = [rows[kept] for rows, (kept, _) in zip(own, crests, strict=True)]
    most = np.array([n for _, n in crests], dtype=np.float64)
    n_from, n_to, everybody = size[flows // len(size)], size[flows % len(size)], size.sum()
    share = n_from / everybody * n_to / np.maximum(everybody - n_from, 1.0)
    all_own = np.array([len(rows) for rows in own], dtype=np.float64)
    besides = all_own - np.array([len(rows) for rows in moves])
    expected = within * ((len(day) - all_own + 0.5) * share / days + besides / max(days - within, 1))
    p_value = np.minimum(excess.tail(most, expected, excess.WIDE) * max(2 * days / within, 1.0), 1.0)
    q = benjamini_hochberg(p_value)
    return [
        Wave(rows, int(n), float(e), float(p), float(r))
        for rows, n, e, p, r in zip(moves, most, expected, p_value, q, strict=True)
    ]


def _crest(day: Ints, within: int) -> tuple[Ints, int]:
    """Give the moves around the window with most of them (others follow within half a window), and how many it has."""
    order = np.argsort(day, kind="stable")
    days = day[order]
    inside = np.searchsorted(days, days + within, "left") - np.arange(len(days))
    first = int(np.argmax(inside))
    run = np.cumsum(np.r_[0, np.diff(days) > within // 2])
    last = first + int(inside[first]) - 1
    return order[(run >= run[first]) & (run <= run[last])], int(inside[first])
