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

from graphfraud.claims.table import Codes, Flags, Ints
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


def measure(events: Events, *, allowance: float, prior: float, same: int | None = None) -> Weeks:
    """Count the weekly volumes of every pool.

    Args:
        events: all events of the signal, rings included.
        allowance: G, events a week above the median that are never counted as a crowd.
        prior: A₀, weight of even weeks, in events.
        same: a patient who comes to so many crowds of a pool, and to half of them, is no part of them: a popular week
            draws whoever there is, not the same people again and again. None: whoever comes is.
    """
    found = _measure(events, allowance=allowance, prior=prior)
    if same is None or not len(events):
        return found
    fresh = ~_regulars(events, found, same)
    # The pools stay the same: a pool of nobody else has no crowd at all.
    return _measure(events, allowance=allowance, prior=prior, counted=fresh) if not fresh.all() else found


def _regulars(events: Events, crowds: Weeks, same: int) -> Flags:
    """Say of each event whether its patient comes to `same` crowds of the pool, and to half of them or more; crowded
    weeks that follow each other are one crowd."""
    pool = np.searchsorted(crowds.pools, events.pool)
    weeks = max(crowds.weeks, 1)
    of = np.repeat(np.arange(len(crowds.pools)), np.diff(crowds.start))
    crowded = (of * weeks + crowds.week)[crowds.excess > 0]
    if not len(crowded):
        return np.zeros(len(events), bool)
    # Two numbers in a row are two weeks in a row, or the last week of one pool and the first of the next.
    begins = np.r_[True, (np.diff(crowded) > 1) | (np.diff(crowded // weeks) > 0)]
    crowd = np.cumsum(begins) - 1
    patients, week = int(events.patient.max()) + 1, pool * weeks + events.week
    near = np.minimum(np.searchsorted(crowded, week), len(crowded) - 1)
    at = crowded[near] == week
    pairs = pool * patients + events.patient
    met = np.unique(pairs[at] * len(crowded) + crowd[near[at]]) // len(crowded)
    came, times = np.unique(met, return_counts=True)
    several = np.bincount(crowded[begins] // weeks, minlength=len(crowds.pools))
    regular: Flags = np.isin(pairs, came[(times >= same) & (2 * times >= several[came // patients])])
    return regular


def _measure(events: Events, *, allowance: float, prior: float, counted: Flags | None = None) -> Weeks:
    """Count the weekly volumes of every pool, of the `counted` events only where given."""
    key = events.pool.astype(np.int64) * max(events.weeks, 1) + events.week
    order = np.argsort(key, kind="stable")
    keys = key[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, np.intp)
    before = np.r_[0, np.cumsum(np.ones(len(keys), np.int64) if counted is None else counted[order])]
    volume = np.diff(before[np.r_[starts, len(keys)]])
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
