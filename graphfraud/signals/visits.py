"""Visits: outpatient and pharmacy settlements, for `co_swipe` (one hand, many cards)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import MISSING_DAY, Claims, Ints
from graphfraud.signals.events import Events

DAY = 86_400
CLOCK_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """What was left out, by name: reported with the run, never silent."""

    no_clock: int
    """Settlements at institutions whose times carry no clock (one time of day stamps a third or more)."""
    batch: int
    """Settlements stamped at the same moment as many others at the institution."""
    later: int
    """Settlements of a service on an earlier day (corrections, bills of a month): nobody stood at the counter."""


def build(claims: Claims, *, window_s: int, phase_s: int, block_h: int, batch_size: int) -> tuple[Events, VisitCounts]:
    """Build the visits.

    Args:
        claims: clean settlements.
        window_s: two visits are together when they are at most this many seconds apart.
        phase_s: two visits could have met in another week when their times of day differ by at most this.
        block_h: hours of a block of the day; crowds are measured by place, weekday and block.
        batch_size: this many patients stamped in one moment at one place are a batch, not a queue.
    """
    rows = np.flatnonzero(~claims.stay)
    later = (claims.begin[rows] != MISSING_DAY) & (claims.begin[rows] < claims.second[rows] // DAY)
    rows = rows[~later]
    # Claims come sorted by patient, so a stable sort by place and time leaves patients in order.
    rows = rows[np.argsort(_moment(claims, rows), kind="stable")]
    clockless = _clockless(claims, rows)
    with_clock = rows[~clockless]
    batch = _stamped_together(claims, with_clock, batch_size)
    rows = with_clock[~batch]
    counts = VisitCounts(no_clock=int(clockless.sum()), batch=int(batch.sum()), later=int(later.sum()))
    second, place = claims.second[rows], claims.place[rows]
    day = (second // DAY).astype(np.int32)
    clock = (second % DAY).astype(np.int32)
    # 1970-01-01 was a Thursday; weeks begin on Monday.
    weekday = (day + 3) % 7
    week = (day + 3) // 7
    first = int(week.min()) if len(week) else 0
    blocks = 24 // block_h
    return (
        Events(
            patient=claims.patient[rows],
            place=place,
            begin=second,
            end=second,
            day=day,
            slot=place * 7 + weekday,
            phase=clock,
            pool=(place * 7 + weekday) * blocks + clock // (block_h * 3600),
            week=(week - first).astype(np.int32),
            row=rows.astype(np.int64),
            weeks=int(week.max()) - first + 1 if len(week) else 0,
            tol_begin=window_s,
            # Ends of visits are their begins: any difference that the window allows is allowed.
            tol_end=window_s,
            tol_phase=phase_s,
            unit_day=DAY,
            dilution=1.0,
        ),
        counts,
    )


def _clockless(claims: Claims, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    """Mark the settlements of places where one time of day (00:00:00, closing time) stamps a third or more.

    A place with fewer than CLOCK_SAMPLE settlements is given the benefit of the doubt, but for midnight.
    """
    place, clock = claims.place[rows].astype(np.int64), claims.second[rows] % DAY
    keys, counts = np.unique(place * DAY + clock, return_counts=True)
    top = np.zeros(len(claims.places), dtype=np.int64)
    np.maximum.at(top, keys // DAY, counts)
    total = np.bincount(place, minlength=len(claims.places))
    midnight = np.bincount(place, weights=clock == 0, minlength=len(claims.places))
    without = ((top * 3 >= total) & (total >= CLOCK_SAMPLE)) | (midnight * 2 >= np.maximum(total, 1))
    return without[place]


def _moment(claims: Claims, rows: npt.NDArray[np.intp]) -> Ints:
    """Place and time as one number that sorts by place, then time."""
    moment: Ints = claims.place[rows].astype(np.int64) * (1 << 40) + claims.second[rows]
    return moment


def _stamped_together(claims: Claims, rows: npt.NDArray[np.intp], size: int) -> npt.NDArray[np.bool_]:
    """Mark settlements whose exact moment at the place is shared by at least `size` settlements.

    `rows` are sorted by place and time. Where the clock has no seconds a queue shares minutes by chance: `size` counts
    four-fold there.
    """
    place, second = claims.place[rows], claims.second[rows]
    with_seconds = np.bincount(place, weights=second % 60 != 0, minlength=len(claims.places))
    total = np.bincount(place, minlength=len(claims.places))
    coarse = (with_seconds * 10 < total)[place]
    moment = _moment(claims, rows)
    starts = np.flatnonzero(np.r_[True, moment[1:] != moment[:-1]]) if len(rows) else np.zeros(0, np.intp)
    run = np.diff(np.r_[starts, len(rows)])
    return np.repeat(run, run) >= np.where(coarse, size * 4, size)
