"""Events: who was where, when. Every co-occurrence signal is a way to build them.

Two patients are *together* when their events at one place begin within `tol_begin` and end within `tol_end`.
For the chance model an event keeps its place, weekday and time of day and may fall in any week: `slot` and
`phase` say what stays fixed, `q` how likely two such events fall in the same week.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from graphfraud.claims.table import Codes, Ints

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Events:
    """n events sorted by place, begin, patient; one array element an event.

    `begin`, `end`: in the signal's unit (seconds for visits, days for stays). `day`: days since 1970.
    `slot`: what must agree for two events ever to meet (place and weekday, or place). `phase`: time within the
    slot (second of the day, or days of stay); two events can meet when phases differ by ≤ `tol_phase`.
    `pool`: the crowd whose weekly volume tells how likely a week is; `week`: weeks since the first.
    `row`: position in the claims.
    """

    patient: Codes
    place: Codes
    begin: Ints
    end: Ints
    day: Codes
    slot: Codes
    phase: Codes
    pool: Codes
    week: Codes
    row: Ints
    weeks: int
    tol_begin: int
    tol_end: int
    tol_phase: int
    unit_day: int
    """Units of `begin` a day: 86,400 for seconds, 1 for days."""
    dilution: float
    """Chance that two events in the same week and slot and with close phases are together."""

    def __len__(self) -> int:
        return len(self.patient)

    def take(self, index: npt.NDArray[np.intp] | npt.NDArray[np.bool_]) -> Events:
        """Give the chosen events, in the same order."""
        arrays = {name: getattr(self, name)[index] for name in ARRAYS}
        return replace(self, **arrays)

    def in_weeks(self, week: Codes) -> Events:
        """Give the same events moved to other weeks (weekday and time of day kept), sorted again."""
        days = (week - self.week).astype(np.int64) * 7
        begin = self.begin + days * self.unit_day
        moved = replace(
            self,
            begin=begin,
            end=self.end + days * self.unit_day,
            day=(self.day + days).astype(np.int32),
            week=week,
        )
        return moved.take(np.lexsort((self.patient, begin, self.place)))


ARRAYS = ("patient", "place", "begin", "end", "day", "slot", "phase", "pool", "week", "row")
