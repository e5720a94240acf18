"""How far a hub stands out among comparable hubs, which differ in earnest.

The rate of a hub is gamma distributed around the rate of its like with coefficient of variation c; its count is then
negative binomial with mean μ = rate · exposure and shape 1/c². A plain Poisson (c = 0) would take every difference
between two honest hospitals for a finding.
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc

from graphfraud.signals.events import Floats

TRIMMED = 0.25
"""Share of the hubs, those of the highest rates, that don't count as comparable: two bad ones
in a small city must not set the norm."""
LEAST_HUBS = 4
"""So many hubs can be compared at all."""


def expected_count(observed: Floats, exposure: Floats) -> Floats:
    """Give what each hub would count at the rate of the others: pooled, without the highest quarter and itself.

    Args:
        observed, exposure: of each hub, shape (n,). Half an event is added to the pool, so that no rate is 0.

    Returns:
        Shape (n,). With fewer than `LEAST_HUBS` hubs there is no norm: each is expected to count what it does.
    """
    live = np.flatnonzero(exposure > 0)
    if len(live) < LEAST_HUBS:
        return observed.astype(np.float64)
    rate = observed[live] / exposure[live]
    top = live[np.argsort(-rate, kind="stable")[: int(np.ceil(TRIMMED * len(live)))]]
    kept = exposure > 0
    kept[top] = False
    counts = observed[kept].sum() - np.where(kept, observed, 0.0)
    exposures = exposure[kept].sum() - np.where(kept, exposure, 0.0)
    result: Floats = (counts + 0.5) / exposures * exposure
    return result


def tail(observed: Floats, expected: Floats, spread: float) -> Floats:
    """Give P(X ≥ observed) for X negative binomial with the expected mean and shape 1/spread².

    Args:
        spread: coefficient of variation of the rates of honest hubs, above 0.
    """
    shape = 1.0 / spread**2
    mean = np.maximum(expected, 1e-9)
    p: Floats = np.where(observed > 0, betainc(np.maximum(observed, 1), shape, mean / (shape + mean)), 1.0)
    return p
