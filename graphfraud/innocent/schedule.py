"""The institution's own schedule: treatment plans bring every cohort back after the same number of days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from graphfraud.claims.table import MISSING_DAY, Ints
from graphfraud.rings.candidate import Candidate

LONGEST = 120
NEAR = 3
SIDE = 4
LEAST = 5
RARE = 0.001


def scheduled(candidate: Candidate) -> float:
    """Give the share of the members' returns to a hospital that follow the hospital's own schedule.

    A return is the number of days from one admission to the next at the same place; one of more than LONGEST days is
    never on schedule. Another one is when it is a peak among the returns of other patients there: they begin on at
    least LEAST different days, and on far more (Poisson) than the returns up to SIDE days shorter or longer. Days are
    counted, not patients, and those near the group's own gatherings are left out, so that a ring (or another one)
    makes no schedule. 0 where nobody returned.
    """
    facts = candidate.facts
    own, on = 0, 0
    for place in np.unique(candidate.places).tolist():
        here = facts[facts["place"] == place]
        patient, day = here["patient"].to_numpy(np.int64), here["day"].to_numpy(np.int64)
        returns, _ = _returns(patient, day)
        if not len(returns):
            continue
        peaks = _peaks(candidate, place, np.unique(day))
        own += len(returns)
        on += int(peaks[returns[returns <= LONGEST]].sum())
    return on / own if own else 0.0


def _returns(patient: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Give the days from each admission of a patient to the next, and the day of the first of both."""
    order = np.lexsort((day, patient))
    patient, day = patient[order], day[order]
    gap = np.diff(day)
    kept = (patient[1:] == patient[:-1]) & (gap > 0)
    return gap[kept], day[:-1][kept]


def _peaks(candidate: Candidate, place: int, own_days: Ints) -> npt.NDArray[np.bool_]:
    """Say of every return of 0 … LONGEST days whether it is a peak among others' returns to the place."""
    claims = candidate.claims
    rows = np.flatnonzero((claims.place == place) & claims.stay & (claims.begin != MISSING_DAY))
    rows = rows[~np.isin(claims.patient[rows], candidate.patients)]
    gap, first = _returns(claims.patient[rows].astype(np.int64), claims.begin[rows].astype(np.int64))
    gap, first = gap[gap <= LONGEST], first[gap <= LONGEST]
    at = np.searchsorted(own_days, first - NEAR)
    close = (at < len(own_days)) & (own_days[np.minimum(at, len(own_days) - 1)] <= first + NEAR)
    days = np.unique(gap[~close] * (1 << 32) + first[~close]) >> 32
    count = np.bincount(days, minlength=LONGEST + 1).astype(np.float64)
    padded = np.pad(count, SIDE)
    around = sum(padded[SIDE + s : SIDE + s + len(count)] for s in range(-SIDE, SIDE + 1) if abs(s) > 1)
    usual = np.maximum(np.asarray(around) / (2 * SIDE - 2), 0.5)
    peaks: npt.NDArray[np.bool_] = (count >= LEAST) & (gammainc(np.maximum(count, 1), usual) <= RARE)
    return peaks
