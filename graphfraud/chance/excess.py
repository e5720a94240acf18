"""How far a hub stands out from comparable hubs, where honest hubs differ among themselves.

A count that only chance moves is Poisson; the rates of real employers, assessors and clerks differ besides. With rates
spread by a gamma law around their mean, the count is negative binomial (Greenwood & Yule 1920).
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammainc

from graphfraud.signals.events import Floats


def tail(observed: Floats, expected: Floats, spread: float) -> Floats:
    """Give P(count ≥ observed) for hubs whose rates have the coefficient of variation `spread` (0: Poisson)."""
    count, mean = np.maximum(observed, 1e-9), np.maximum(expected, 1e-9)
    if spread <= 0:
        p = gammainc(count, mean)
    else:
        shape = 1.0 / spread**2
        p = betainc(count, shape, mean / (mean + shape))
    return np.where(np.asarray(observed) > 0, p, 1.0)


def of_others(observed: Floats, exposure: Floats, floor: float) -> Floats:
    """Give the count that each hub would have at the rate of all other hubs together, at least at the rate `floor`.

    Args:
        observed: what was counted at each hub.
        exposure: at each hub, how many it was counted among.
        floor: a rate that is ordinary whatever the others show.
    """
    others = np.maximum(exposure.sum() - exposure, 1e-9)
    rate = np.maximum((observed.sum() - observed) / others, floor)
    return np.asarray(exposure * rate)
