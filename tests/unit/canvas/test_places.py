"""Layouts, and places for new nodes: apart, the same every time, nothing old is moved."""

from __future__ import annotations

import math

import pytest

from graphfraud.canvas.beside import TALL, along, beside
from graphfraud.canvas.layout import LAYOUTS, PLATE, Point
from graphfraud.store.base import EntityRef
from tests.unit.canvas.town import DOCTOR, HUB, SHOP, patient


def covered(points: list[Point]) -> int:
    """Count the pairs of nodes that cover each other."""
    return sum(
        abs(p[0] - q[0]) < PLATE - 0.2 and abs(p[1] - q[1]) < TALL - 0.2
        for i, p in enumerate(points)
        for q in points[:i]
    )


@pytest.mark.parametrize("n", [1, 7, 20, 200])
def test_new_nodes_cover_nothing(n: int) -> None:
    old = [(100.0 * (i % 5), 60.0 * (i // 5)) for i in range(20)]
    new = beside(old[12], old, n)
    assert len(new) == n
    assert covered([*old, *new]) == covered(old) == 0
    assert beside(old[12], old, n) == new


def test_new_nodes_face_away_from_the_rest() -> None:
    old = [(-100.0 * i, 0.0) for i in range(6)]
    assert all(x > 0 for x, _ in beside((0.0, 0.0), old, 3))


def test_they_are_near_their_parent() -> None:
    assert all(math.hypot(x - 500, y) < 260 for x, y in beside((500.0, 0.0), [(500.0, 0.0)], 20))


def test_a_free_way_is_straight_and_a_taken_one_is_left() -> None:
    a, b = (0.0, 0.0), (400.0, 0.0)
    assert along(a, b, [], 3) == [(100.0, 0.0), (200.0, 0.0), (300.0, 0.0)]
    found = along(a, b, [(200.0, 0.0)], 3)
    assert (found[0], found[2]) == ((100.0, 0.0), (300.0, 0.0))
    assert covered([a, b, (200.0, 0.0), *found]) == 0


@pytest.mark.parametrize("name", list(LAYOUTS))
@pytest.mark.parametrize("n", [0, 1, 2, 9, 60])
def test_layouts_are_the_same_every_time_and_apart(name: str, n: int) -> None:
    refs: list[EntityRef] = [HUB, SHOP, DOCTOR, *map(patient, range(n))]
    edges = [(ref, HUB) for ref in refs[3:]] + [(ref, DOCTOR) for ref in refs[3:6]]
    points = LAYOUTS[name](refs, edges)
    assert points == LAYOUTS[name](refs, edges)
    assert len(points) == len(refs)
    assert covered(points) == 0


@pytest.mark.parametrize("n", [1, 9, 60])
def test_bands_put_institutions_on_top_and_circles_inside(n: int) -> None:
    refs: list[EntityRef] = [*map(patient, range(n)), DOCTOR, SHOP, HUB]
    edges = [(ref, HUB) for ref in refs[:n]]
    high = {ref.kind: y for ref, (_, y) in zip(refs, LAYOUTS["bands"](refs, edges), strict=True)}
    assert high["hospital"] == high["pharmacy"] < high["doctor"] < high["patient"]
    far = {ref.kind: math.hypot(*at) for ref, at in zip(refs, LAYOUTS["circles"](refs, edges), strict=True)}
    assert far["hospital"] == pytest.approx(far["pharmacy"])
    assert far["pharmacy"] < far["doctor"] < far["patient"]
