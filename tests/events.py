"""Small events for tests of signals, chance and rings."""

from __future__ import annotations

import numpy as np

from graphfraud.signals.events import Events


def make(
    rows: list[tuple[int, int, int, int]], *, tol_begin: int = 30, tol_end: int = 30, tol_phase: int = 60
) -> Events:
    """Make events of rows (patient, place, begin, end); a day has 1,000 units, a week 7 days from day 0."""
    array = np.array(sorted(rows, key=lambda r: (r[1], r[2], r[0])), dtype=np.int64).reshape(-1, 4)
    patient, place, begin, end = array.T
    day = (begin // 1000).astype(np.int32)
    week = (day // 7).astype(np.int32)
    slot = (place * 7 + day % 7).astype(np.int32)
    return Events(
        patient=patient.astype(np.int32),
        place=place.astype(np.int32),
        begin=begin,
        end=end,
        day=day,
        slot=slot,
        phase=(begin % 1000).astype(np.int32),
        pool=slot,
        week=week,
        row=np.arange(len(array), dtype=np.int64),
        weeks=int(week.max()) + 1 if len(week) else 0,
        tol_begin=tol_begin,
        tol_end=tol_end,
        tol_phase=tol_phase,
        unit_day=1000,
        dilution=1.0,
    )
