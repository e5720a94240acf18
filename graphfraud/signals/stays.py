"""Stays: inpatient settlements, for `fake_stay` (a group admitted and discharged together)."""

from __future__ import annotations

import numpy as np

from graphfraud.claims.table import MISSING_DAY, Claims, Flags
from graphfraud.signals.events import Events


def build(claims: Claims, *, tol_days: int, max_days: int) -> tuple[Events, int]:
    """Build the stays; also give how many were left out for want of a plausible begin and end.

    Births (med_type 52) are left out: mother and child are always together.

    Args:
        claims: clean settlements.
        tol_days: two stays are together when admissions, and discharges, differ by at most this many days.
        max_days: a longer stay is long-term care, or an error.
    """
    wanted = claims.stay & ~_birth(claims)
    dated = (claims.begin != MISSING_DAY) & (claims.end != MISSING_DAY) & (claims.end >= claims.begin)
    plausible = dated & (claims.end - claims.begin <= max_days)
    rows = np.flatnonzero(wanted & plausible)
    rows = _one_settlement_a_stay(claims, rows)
    begin, end, place = claims.begin[rows], claims.end[rows], claims.place[rows]
    week = (begin + 3) // 7
    first = int(week.min()) if len(week) else 0
    return (
        Events(
            patient=claims.patient[rows],
            place=place,
            begin=begin.astype(np.int64),
            end=end.astype(np.int64),
            day=begin,
            slot=place,
            phase=end - begin,
            pool=place,
            week=(week - first).astype(np.int32),
            row=rows.astype(np.int64),
            weeks=int(week.max()) - first + 1 if len(week) else 0,
            tol_begin=tol_days,
            tol_end=tol_days,
            tol_phase=2 * tol_days,
            unit_day=1,
            # In the same week, an admission within ±tol days of another: 2·tol+1 of 7 weekdays.
            dilution=min(1.0, (2 * tol_days + 1) / 7),
        ),
        int((wanted & ~plausible).sum()),
    )


def _birth(claims: Claims) -> Flags:
    """Mark births by the first two digits of med_type."""
    kinds = claims.table["med_type"].unify_dictionaries().combine_chunks()
    births = np.array([kind.startswith("52") for kind in kinds.dictionary.to_pylist()], dtype=bool)
    marked: Flags = births[kinds.indices.to_numpy(zero_copy_only=False)]
    return marked


def _one_settlement_a_stay(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Keep the first settlement of each (patient, place, begin, end), in order of place, begin, patient."""
    keys = (claims.end[rows], claims.patient[rows], claims.begin[rows], claims.place[rows])
    rows = rows[np.lexsort(keys)]
    same = np.ones(len(rows), dtype=bool)
    for values in (claims.end, claims.patient, claims.begin, claims.place):
        same &= np.r_[False, values[rows][1:] == values[rows][:-1]] if len(rows) else same
    return rows[~same]
