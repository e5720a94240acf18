"""At how many institutions other patients settle, as a norm for the members of a group."""

from __future__ import annotations

import numpy as np

from graphfraud.claims.table import Claims, Codes, Flags, Ints
from graphfraud.signals.events import Floats

SAMPLE = 500
LEAST = 30
DRAWS = 2000


def usual(
    claims: Claims, members: Codes, settlements: Ints, places: Ints, *, stays: bool
) -> tuple[float, float] | None:
    """Give the expected number of institutions a member, and P(as many or more on average).

    A member with n settlements is compared with the first n of other patients who have so many; up to SAMPLE of them,
    evenly spread. None where a member has fewer than LEAST such patients.

    Args:
        claims: all settlements.
        members: positions of the patients in `claims.patients`.
        settlements, places: of each member, how many settlements the group shows, and at how many institutions.
        stays: whether they are stays; only such settlements of others are compared.
    """
    chosen: Flags = claims.stay == stays
    at = np.flatnonzero(chosen)
    others = np.bincount(claims.patient[at], minlength=len(claims.patients))
    first = np.cumsum(others) - others
    others[members] = 0
    rng = np.random.default_rng(1)
    drawn, expected = np.zeros(DRAWS), 0.0
    for n in np.unique(settlements).tolist():
        like = np.flatnonzero(others >= n)
        if len(like) < LEAST:
            return None
        like = like[np.arange(min(SAMPLE, len(like))) * len(like) // min(SAMPLE, len(like))]
        norm = _distinct(claims.place[at[first[like][:, None] + np.arange(n)]])
        alike = int((settlements == n).sum())
        expected += alike * float(norm.mean())
        drawn += norm[rng.integers(0, len(norm), (alike, DRAWS))].sum(axis=0)
    p_value = ((drawn >= places.sum()).sum() + 1) / (DRAWS + 1)
    return expected / len(members), float(p_value)


def _distinct(rows: Codes) -> Floats:
    """Give the number of different values in each row."""
    ordered = np.sort(rows, axis=1)
    return np.asarray(1.0 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1))
