"""Closeness to given entities: personalised PageRank on who settled where and with which doctor.

A random walk starts at the given entities, goes from patient to institution or doctor and back, and now and then starts
anew; how often it is at an entity is the entity's closeness (Page et al. 1999; Haveliwala 2002). Hubs are damped: a tie
weighs settlements / √(settlements of one end · of the other) (Zhou et al. 2004), so that a large hospital ties nobody
closely to anybody.

Solved by fixed-point iteration over the sparse matrix: at a million settlements igraph's solver needs four times the
CPU, most of it to build its graph.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from graphfraud.claims.table import Claims
from graphfraud.signals.events import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

EXACT = 1e-7
ROUNDS = 1_000


@dataclass(frozen=True, slots=True)
class Ties:
    """`weights`: damped ties of n patients (rows) to m institutions and doctors (columns), shape (n, m)."""

    weights: csr_array

    @classmethod
    def of(cls, settlements: csr_array) -> Ties:
        """Damp the hubs; `settlements` counts them by patient and institution or doctor, shape (n, m)."""
        # Here: the commands that only read rings should not wait for it.
        from scipy.sparse import csr_array

        counts = settlements.tocoo()
        patients, hubs = (np.sqrt(np.asarray(settlements.sum(axis=axis)).ravel()) for axis in (1, 0))
        row, column = counts.coords
        damped = counts.data / (patients[row] * hubs[column])
        return cls(csr_array((damped, (row, column)), shape=counts.shape))


def of_claims(claims: Claims) -> Ties:
    """Tie the patients to the institutions, then the doctors, of their settlements (in the order of `Claims`)."""
    from scipy.sparse import coo_array

    signed = claims.doctor >= 0
    row = np.concatenate([claims.patient, claims.patient[signed]])
    column = np.concatenate([claims.place, claims.doctor[signed] + len(claims.places)])
    shape = (len(claims.patients), len(claims.places) + len(claims.doctors))
    return Ties.of(coo_array((np.ones(len(row)), (row, column)), shape=shape).tocsr())


def personalised(ties: Ties, patients: Floats, hubs: Floats, *, damping: float) -> tuple[Floats, Floats]:
    """Give the closeness of all patients, shape (n,), and hubs, shape (m,); together they sum to 1.

    Args:
        ties: the graph.
        patients, hubs: how often the walk starts at each, in any unit; not all 0.
        damping: chance that the walk goes on rather than starts anew.
    """
    start = patients.sum() + hubs.sum()
    own, theirs = (1 - damping) * patients / start, (1 - damping) * hubs / start
    there, back = ties.weights, ties.weights.T
    leaving, returning = (np.asarray(there.sum(axis=axis)).ravel() for axis in (1, 0))
    # Where no tie leads on, the walk starts anew: dividing by the total at the end does that.
    leaving[leaving == 0] = returning[returning == 0] = 1.0
    x, y = own, theirs
    for _ in range(ROUNDS):
        # The patients' side takes the hubs' newest values: half as many rounds as both from the last.
        y = theirs + damping * (back @ (x / leaving))
        fresh = own + damping * (there @ (y / returning))
        moved = float(np.abs(fresh - x).sum())
        x = fresh
        if moved <= EXACT:
            break
    total = x.sum() + y.sum()
    return x / total, y / total
