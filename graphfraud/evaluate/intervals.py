"""Figures over several cities, with 95 % intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.special import stdtrit

NORMAL = 1.959964
"""97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value and its 95 % interval; the ends are None where one city alone says nothing of the others."""

    value: float
    low: float | None
    high: float | None


def share(counts: Sequence[tuple[int, int]]) -> Figure | None:
    """Give the share of all cities together from `(hits, of)` of each city; None where there is nothing to count.

    Wilson's score interval (1927), which does not shrink to a point when every ring is right. Cities that differ by
    more than chance count for fewer rings (design effect: Rao & Scott 1992).
    """
    there = [(k, n) for k, n in counts if n]
    total = sum(n for _, n in there)
    if not total:
        return None
    p = sum(k for k, _ in there) / total
    cities, variance = len(there), p * (1 - p)
    design = 1.0
    if cities > 1 and variance:
        spread = sum((k - n * p) ** 2 for k, n in there)
        design = max(1.0, cities / (cities - 1) * spread / (total * variance))
    n, z = total / design, NORMAL
    centre, width = p + z * z / (2 * n), z * (variance / n + z * z / (4 * n * n)) ** 0.5
    scale = 1 + z * z / n
    return Figure(p, max(0.0, (centre - width) / scale), min(1.0, (centre + width) / scale))


def mean(values: Sequence[float | None]) -> Figure | None:
    """Give the mean of the cities' shares, known ones only, with Student's t interval cut to 0–1."""
    known = [v for v in values if v is not None]
    if not known:
        return None
    n, middle = len(known), sum(known) / len(known)
    if n == 1:
        return Figure(middle, None, None)
    deviation = (sum((v - middle) ** 2 for v in known) / (n - 1)) ** 0.5
    width = float(stdtrit(n - 1, 0.975)) * deviation / n**0.5
    return Figure(middle, max(0.0, middle - width), min(1.0, middle + width))
