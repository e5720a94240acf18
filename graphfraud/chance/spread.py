"""Counts at comparable hubs: a Poisson whose rate differs from hub to hub (Gamma), that is a negative binomial."""

from __future__ import annotations

import numpy as np
from scipy.stats import nbinom

from graphfraud.signals.events import Floats

SHAPE = 2.0
"""Of the Gamma: rates of comparable hubs differ by 70 % (1/√2) of their mean."""
NEAR = 10.0


def tail(observed: Floats, expected: Floats) -> Floats:
    """Give P(count ≥ observed), 1 where nothing was observed."""
    p: Floats = nbinom.sf(observed - 1, SHAPE, SHAPE / (SHAPE + np.maximum(expected, 1e-12)))
    return np.where(observed > 0, p, 1.0)


def elsewhere(
    observed: Floats,
    exposed: Floats,
    *,
    cases: float,
    persons: float,
    near: tuple[Floats, Floats] | None = None,
) -> Floats:
    """Give what each hub would have at the rate of everybody else (half a case is added to those).

    Args:
        observed, exposed: cases, and persons who could be one, of each hub.
        cases, persons: of the city; a person may be at several hubs.
        near: other cases and persons close to each hub, whose habits it may share: their rate counts where it is
            higher than the city's, which stands for NEAR further persons.
    """
    rate = np.minimum((cases - observed + 0.5) / np.maximum(persons - exposed + 1.0, 1.0), 1.0)
    if near is not None:
        rate = np.maximum(rate, (near[0] + NEAR * rate) / (near[1] + NEAR))
    expected: Floats = exposed * rate
    return expected
