"""How far a hub stands out from comparable hubs, where honest hubs differ among themselves.

A count that only chance moves is Poisson; the rates of real employers, assessors and clerks differ besides. With rates
spread by a gamma law around their mean, the count is negative binomial (Greenwood & Yule 1920).
"""

from __future__ import annotations

import numpy as np
from scipy.special import betainc, gammainc, gammaln, roots_genlaguerre

from graphfraud.claims.table import Flags
from graphfraud.signals.events import Floats

WIDE = 0.5**0.5
"""Coefficient of variation of rates that differ much between honest hubs: what shops sell, who hands claims in."""
NEAR = 10.0
TRIMMED = 0.25
"""Share of the hubs, those of the highest rates, that don't count as comparable: two bad ones
in a small city must not set the norm."""
OUTLIER = 0.01
"""A hub that the ordinary ones' rate gives this seldom is none of them."""
ROUNDS = 20
SURE = 1.0 - 1e-9
NODES = 40
"""Points at which a smooth law is summed up: more change nothing."""
MANY = 100.0
"""More places than these draw their sum hardly less alike, and the nodes would overflow."""
LEAST_HUBS = 4
"""So many hubs can be compared at all."""


def tail(observed: Floats, expected: Floats, spread: float) -> Floats:
    """Give P(count ≥ observed) for hubs whose rates have the coefficient of variation `spread` (0: Poisson)."""
    count, mean = np.maximum(observed, 1e-9), np.maximum(expected, 1e-9)
    if spread <= 0:
        p = gammainc(count, mean)
    else:
        shape = 1.0 / spread**2
        p = betainc(count, shape, mean / (mean + shape))
    return np.where(np.asarray(observed) > 0, p, 1.0)


def of_persons(observed: int, shares: Floats) -> float:
    """Give P(count ≥ observed) of persons who each come with a probability of their own, shape (n,); or, shape
    (n, places), with one for each of several places and to any of them.

    Regulars are expected one by one: that they come is no evidence, nor does it excuse that strangers come as well, as
    a sum over all would (Poisson binomial). A place may draw all of them more than is known: one factor multiplies
    their rates, −ln(1 − share), with an exponential law, the widest of mean one. Several places have a factor each;
    their weighted mean is taken for a gamma law of the same variance (Satterthwaite 1946; Gauss–Laguerre quadrature).
    """
    rates = -np.log1p(-np.minimum(shares.reshape(len(shares), -1), SURE))
    of_place = np.maximum(rates.sum(axis=0), 1e-9)
    shape = min(of_place.sum() ** 2 / (of_place**2).sum(), MANY)
    factor, weight = roots_genlaguerre(NODES, shape - 1.0)
    factor, weight = factor / shape, weight / weight.sum()
    counts = np.zeros((NODES, len(rates) + 1))
    counts[:, 0] = 1.0
    for rate in rates.sum(axis=1):
        stay_away = np.exp(-factor * rate)
        counts[:, 1:] = counts[:, 1:] * stay_away[:, None] + counts[:, :-1] * (1.0 - stay_away[:, None])
        counts[:, 0] *= stay_away
    return float(np.clip(weight @ counts[:, observed:].sum(axis=1), 0.0, 1.0))


def of_chosen(p_value: float, chosen: int, among: int) -> float:
    """Correct the p-value of so many hubs that were chosen `among` all only after their counts had been seen.

    Sets of k hubs together have 1 / k(k + 1) of the error, each an equal part (weighted Bonferroni: Genovese, Roeder &
    Wasserman 2006): one hub costs twice their number, and no largest k has to be set.
    """
    sets = gammaln(among + 1) - gammaln(chosen + 1) - gammaln(among - chosen + 1) + np.log(chosen * (chosen + 1))
    return float(np.exp(min(np.log(max(p_value, np.finfo(float).tiny)) + sets, 0.0)))


def of_others(observed: Floats, exposure: Floats, floor: float) -> Floats:
    """Give the count that each hub would have at the rate of all other ordinary hubs together, at least at `floor`.

    Args:
        observed: what was counted at each hub.
        exposure: at each hub, how many it was counted among.
        floor: a rate that is ordinary whatever the others show.
    """
    kept = ordinary(observed, exposure, floor)
    counts = observed[kept].sum() - np.where(kept, observed, 0.0)
    exposures = np.maximum(exposure[kept].sum() - np.where(kept, exposure, 0.0), 1e-9)
    return np.asarray(exposure * np.maximum(counts / exposures, floor))


def ordinary(observed: Floats, exposure: Floats, floor: float = 0.0, spread: float = WIDE) -> Flags:
    """Say which hubs are ordinary: several bad ones must not set the norm for each other.

    A forward search (Hadi 1992; Atkinson & Riani 2000): from the lower half on, whatever their rate does not rule out
    is taken in. Arguments as of `of_others`; `spread` is the coefficient of variation of ordinary rates.
    """
    half = kept = lower_half(observed, exposure) > 0
    for _ in range(ROUNDS):
        rate = max(observed[kept].sum() / max(exposure[kept].sum(), 1e-9), floor)
        again = half | (tail(observed, exposure * rate, spread) > OUTLIER)
        if (again == kept).all():
            break
        kept = again
    return kept


def lower_half(observed: Floats, exposure: Floats) -> Floats:
    """Say how much of each hub is in the half of all exposure that has the lower rates: 1, 0, or a part of the middle
    one."""
    order = np.argsort(observed / np.maximum(exposure, 1e-9), kind="stable")
    before = np.cumsum(exposure[order]) - exposure[order]
    part = np.empty(len(order))
    part[order] = np.clip((exposure.sum() / 2 - before) / np.maximum(exposure[order], 1e-9), 0.0, 1.0)
    return part


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
