"""How likely two events of one crowd fall in the same week.

A crowd ("pool") is a place, or a place at a weekday and block of the day. With v_w events of the pool in week w of W,
median m, allowance G and prior A₀:

    e_w = max(v_w − m − G, 0),   π_w = (A₀/W + m + e_w) / (A₀ + W·m + Σ_w e_w),   q = Σ_w π_w²

Popular weeks (check-ups, epidemics, holidays) raise q, so meeting there is expected. The allowance G keeps a ring
from explaining itself away: in a small institution the ring *is* the volume. A₀ is the weight of even weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphfraud.claims.table import Codes, Ints
from graphfraud.signals.events import Events, Floats


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weekly excess of every pool over its median and the allowance; the pools are sorted.

    `pools[i]` has the weeks `week[start[i]:start[i + 1]]` with `excess` events in each, `total` in all; `even[i]` is
    the weight of every week before the excess.
    """

    pools: Codes
    start: Ints
    week: Codes
    excess: Floats
    total: Floats
    even: Floats
    weeks: int

    @property
    def q(self) -> Floats:
        """Chance of the same week for two events of each pool."""
        norm = self.even * self.weeks + self.total
        bumps = np.zeros(len(self.pools))
        of = np.repeat(np.arange(len(self.pools)), np.diff(self.start))
        np.add.at(bumps, of, self.excess * (self.excess + 2 * self.even[of]))
        result: Floats = (bumps + self.even * self.even * self.weeks) / (norm * norm)
        return result


def measure(events: Events, *, allowance: float, prior: float) -> Weeks:
    """Count the weekly volumes of every pool.

    Args:
        events: all events of the signal, rings included.
        allowance: G, events a week above the median that are never counted as a crowd.
        prior: A₀, weight of even weeks, in events.
    """
    keys = np.sort(events.pool.astype(np.int64) * max(events.weeks, 1) + events.week)
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.intp)
    volume = np.diff(np.r_[starts, len(keys)])
    found = keys[starts] if len(keys) else keys
    pool = found // max(events.weeks, 1)
    pools, first = np.unique(pool, return_index=True)
    start = np.r_[first, len(pool)].astype(np.int64)
    median = _medians(volume, start, events.weeks)
    excess = np.maximum(volume - np.repeat(median, np.diff(start)) - allowance, 0.0)
    total = np.add.reduceat(excess, first) if len(first) else np.zeros(0)
    return Weeks(
        pools=pools.astype(np.int32),
        start=start,
        week=(found % max(events.weeks, 1)).astype(np.int32),
        excess=excess,
        total=total,
        even=prior / max(events.weeks, 1) + median,
        weeks=events.weeks,
    )


def _medians(volume: Ints, start: Ints, weeks: int) -> Floats:
    """Give the (lower) median weekly volume of each pool; weeks without an event count as 0."""
    pool = np.repeat(np.arange(len(start) - 1), np.diff(start))
    ranked = volume[np.lexsort((volume, pool))]
    empty = weeks - np.diff(start)
    at = (weeks - 1) // 2 - empty
    found = ranked[np.minimum(start[:-1] + np.maximum(at, 0), max(len(ranked) - 1, 0))] if len(ranked) else ranked
    return np.where(at >= 0, found, 0).astype(np.float64)


def same_week(events: Events, weeks: Weeks) -> Floats:
    """Give q of each event's pool."""
    chances: Floats = weeks.q[np.searchsorted(weeks.pools, events.pool)] if len(events) else np.zeros(0)
    return chances


def draw(events: Events, weeks: Weeks, rng: np.random.Generator) -> Codes:
    """Draw a new week for every event from its pool's π; shape (n,)."""
    pool = np.searchsorted(weeks.pools, events.pool)
    flat = weeks.even[pool] * weeks.weeks
    even = rng.random(len(events)) * (flat + weeks.total[pool]) < flat
    drawn = rng.integers(0, max(weeks.weeks, 1), len(events)).astype(np.int32)
    crowd = np.flatnonzero(~even)
    if len(crowd):
        edges = np.cumsum(weeks.excess)
        base = (edges - weeks.excess)[weeks.start[pool[crowd]]]
        at = np.searchsorted(edges, base + rng.random(len(crowd)) * weeks.total[pool[crowd]], side="right")
        # Rounding may point one past the pool's last crowded week.
        at = np.minimum(at, weeks.start[pool[crowd] + 1] - 1)
        drawn[crowd] = weeks.week[at]
    return drawn
