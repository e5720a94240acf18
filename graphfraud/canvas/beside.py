"""Places for new nodes beside an old one: what is there stays where it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from graphfraud.canvas.layout import APART, PLATE, Point

FIRST, STEP = 90.0, 60.0
"""Px to the first circle of places round a node, and from each to the next."""
TALL = APART
"""Height in px that a node takes with its name."""

Places = npt.NDArray[np.float64]


def beside(parent: Point, taken: Iterable[Point], n: int) -> list[Point]:
    """Give `n` free places round a node, on circles, first those that face away from the rest.

    Args:
        parent: the node that the new ones belong to.
        taken: where nodes lie already, the parent among them.
        n: how many places.
    """
    old = np.array(list(taken) or [parent], float)
    away = np.array(parent) - old.mean(axis=0)
    outward = math.atan2(away[1], away[0]) if np.hypot(*away) > 1.0 else 0.0
    there = np.concatenate([old, np.empty((n, 2))])
    found, radius = 0, FIRST
    while found < n:
        for place in _circle(parent, radius, outward):
            if found < n and _free(place, there[: len(old) + found]):
                there[len(old) + found] = place
                found += 1
        radius += STEP
    return [(round(float(x), 1), round(float(y), 1)) for x, y in there[len(old) :]]


def along(a: Point, b: Point, taken: Sequence[Point], n: int) -> list[Point]:
    """Give `n` free places on the way from `a` to `b`, in order; where the way is taken, as near to it as can be."""
    shares = [i / (n + 1) for i in range(1, n + 1)]
    straight = [(a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share) for share in shares]
    there = [*taken, a, b]
    found: dict[int, Point] = {}
    for i, at in enumerate(straight):
        if _free(np.array(at), np.array(there, float)):
            found[i] = at
            there.append(at)
    for i, at in enumerate(straight):
        if i not in found:
            found[i] = beside(at, there, 1)[0]
            there.append(found[i])
    return [(round(x, 1), round(y, 1)) for x, y in (found[i] for i in range(n))]


def _circle(centre: Point, radius: float, outward: float) -> Places:
    """Give places on a circle, the outmost first, then to both sides of it."""
    slots = max(6, int(2 * math.pi * radius / PLATE))
    turns = outward + np.array([(i + 1) // 2 * (1 if i % 2 else -1) for i in range(slots)]) * 2 * math.pi / slots
    return np.stack([centre[0] + radius * np.cos(turns), centre[1] + radius * np.sin(turns)], axis=1)


def _free(place: Places, taken: Places) -> bool:
    """Say whether a node at a place would cover none of those that are there."""
    apart = np.abs(taken - place)
    return not bool(((apart[:, 0] < PLATE) & (apart[:, 1] < TALL)).any())
