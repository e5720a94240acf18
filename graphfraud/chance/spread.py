"""How far a hub stands out from comparable hubs that really differ among themselves.

Hub i has k_i marked of n_i members. A binomial with one share is overconfident, as shops, doctors and towns differ; the
share of a hub is therefore drawn from a beta distribution with mean p and intraclass correlation ρ (beta-binomial,
Williams 1982). Both are estimated by moments, E[(k − np)²] = np(1 − p)(1 + (n − 1)ρ) summed over the hubs, without
those that stand out: several bad hubs must not set the norm for each other. Where the hubs seem alike, their shares are
still taken to differ by a third (coefficient of variation √(ρ(1 − p)/p)): no two shops serve the same people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaln

from graphfraud.chance.excess import OUTLIER, ROUNDS, lower_half
from graphfraud.claims.table import Ints
from graphfraud.signals.events import Floats

LEAST_VARIATION = 0.1
"""Least squared coefficient of variation of the hubs' shares."""
MOST_SPREAD = 0.5
LEAST_SHARE = 1e-9
"""No share is taken to be nearer to none or all."""


@dataclass(frozen=True, slots=True)
class Share:
    """A usual share and its spread between hubs."""

    mean: float
    spread: float

    def tail(self, marked: Ints, members: Ints) -> Floats:
        """Give P(K ≥ marked) of each hub of so many members; 1 where none is marked."""
        weight = 1 / self.spread - 1
        p_value = at_least(marked, np.maximum(members, 1), self.mean * weight, (1 - self.mean) * weight)
        return np.clip(np.where(marked > 0, p_value, 1.0), 0.0, 1.0)


def tail(marked: Floats, members: Floats, expected: Floats, variation: float) -> Floats:
    """Give P(K ≥ marked) of hubs whose shares differ by this coefficient of variation, where so many are expected.

    No hub marks more than its members: of the larger part of them the count spreads less than a negative binomial's.
    """
    of = np.maximum(members, 1)
    p = np.clip(expected / of, LEAST_SHARE, 1 - LEAST_SHARE)
    weight = 1 / np.minimum(variation**2 * p / (1 - p), MOST_SPREAD) - 1
    return at_least(marked.astype(np.int64), of.astype(np.int64), p * weight, (1 - p) * weight)


def at_least(marked: Ints, members: Ints, a: Floats | float, b: Floats | float) -> Floats:
    """Give P(K ≥ marked) for K beta-binomial: `members` draws whose probability is Beta(a, b)."""
    asked = np.stack(np.broadcast_arrays(marked, members, a, b)).astype(np.float64)
    # Most hubs ask what others have asked.
    cases, which = np.unique(asked, axis=1, return_inverse=True)
    return np.array([_at_least(*case) for case in cases.T.tolist()])[which.ravel()]


def _at_least(marked: float, members: float, a: float, b: float) -> float:
    if marked <= 0 or marked > members:
        return float(marked <= 0)
    fewer = _mass(np.arange(marked), members, a, b)
    # One less nearly everything keeps too few digits of what is rare.
    return float(np.clip(1 - fewer if fewer < 0.5 else _mass(np.arange(marked, members + 1), members, a, b), 0, 1))


def _mass(k: Floats, members: float, a: float, b: float) -> float:
    ways = -np.log(members + 1) - betaln(members - k + 1, k + 1)
    return float(np.exp(ways + betaln(k + a, members - k + b) - betaln(a, b)).sum())


def usual(marked: Ints, members: Ints) -> Share:
    """Estimate the share of the ordinary hubs by a forward search (Hadi 1992; Atkinson & Riani 2000).

    It begins with the hubs of the lower shares, half of all members, and takes in whatever the fit does not rule out,
    until nothing changes: a fit that begins with all hubs is blind to several bad ones. The hub at the middle begins
    with the part that fills up the half, and may be ruled out like those above: a large one would set its own norm.

    Args:
        marked, members: of each hub, whole numbers with marked ≤ members; hubs without members are ignored.
    """
    there = members > 0
    k, n = marked[there].astype(np.float64), members[there].astype(np.float64)
    part = lower_half(k, n)
    share = _share(part * k, part * n, 0.0)
    for _ in range(ROUNDS):
        # What most hubs do is usual: whatever lies within the half that it began with never leaves.
        kept = (part == 1) | (_roughly(k, n, share) > OUTLIER)
        fitted = _moments(k[kept], n[kept])
        if fitted == share:
            break
        share = fitted
    return share


def _roughly(k: Floats, n: Floats, share: Share) -> Floats:
    """Give P(K ≥ k) by the binomial law of the effective number of members (Rao & Scott 1992): quick, any k."""
    effective = 1 / (1 + (n - 1) * share.spread)
    p_value = betainc(np.maximum(k, 1) * effective, (n - np.maximum(k, 1)) * effective + 1, share.mean)
    return np.where(k > 0, p_value, 1.0)


def _moments(k: Floats, n: Floats) -> Share:
    p = _share(k, n, 0.0).mean
    excess = ((k - n * p) ** 2 / (p * (1 - p)) - n).sum()
    room = (n * (n - 1)).sum()
    return _share(k, n, float(excess / room) if room > 0 else MOST_SPREAD)


def _share(k: Floats, n: Floats, spread: float) -> Share:
    # One marked and one unmarked member more: no share is ever 0 or 1.
    p = float((k.sum() + 1) / (n.sum() + 2))
    return Share(p, min(max(spread, LEAST_VARIATION * p / (1 - p)), MOST_SPREAD))
