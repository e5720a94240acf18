"""Counts at comparable hubs: a Poisson whose rate differs from hub to hub (Gamma), that is a negative binomial."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom

from graphfraud.signals.events import Floats

SHAPE = 2.0
"""Of the Gamma: rates of comparable hubs differ by 70 % (1/√2) of their mean."""


def tail(observed: Floats, expected: Floats) -> Floats:
    """Give P(count ≥ observed), 1 where nothing was observed."""
    p: Floats = nbinom.sf(observed - 1, SHAPE, SHAPE / (SHAPE + np.maximum(expected, 1e-12)))
    return np.where(observed > 0, p, 1.0)


def elsewhere(observed: Floats, exposed: Floats, *, cases: float, persons: float) -> Floats:
    """Give what each hub would have at the rate of everybody else (half a case is added to those).

    Args:
        observed, exposed: cases, and persons who could be one, of each hub.
        cases, persons: of the city; a person may be at several hubs.
    """
    rate = (cases - observed + 0.5) / np.maximum(persons - exposed + 1.0, 1.0)
    expected: Floats = exposed * np.minimum(rate, 1.0)
    return expected
