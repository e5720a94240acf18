"""Events of visits made by hand."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graphfraud.signals.events import Events

DAY = 86_400


def visits(rows: Iterable[tuple[int, int, int, int]]) -> Events:
    """Build visits from (patient, place, day, minute), together within 30 minutes."""
    table = np.array(sorted(rows, key=lambda r: (r[1], r[2], r[3], r[0])), dtype=np.int64)
    patient, place, day, minute = table.T
    begin = day * DAY + minute * 60
    week = ((day + 3) // 7 - int((day.min() + 3) // 7)).astype(np.int32)
    return Events(
        patient=patient.astype(np.int32),
        place=place.astype(np.int32),
        begin=begin,
        end=begin,
        day=day.astype(np.int32),
        slot=(place * 7 + (day + 3) % 7).astype(np.int32),
        phase=(minute * 60).astype(np.int32),
        pool=(place * 7 + (day + 3) % 7).astype(np.int32),
        week=week,
        row=np.arange(len(table), dtype=np.int64),
        weeks=int(week.max()) + 1,
        tol_begin=1800,
        tol_end=1800,
        tol_phase=3600,
        unit_day=DAY,
        dilution=1.0,
    )
