"""One gang that several schemes find is one ring; another gang at the same place is another one."""

from __future__ import annotations

import pytest

from graphfraud.scan.finish import one_gang
from tests.unit.evaluate.rings import ring

HERE, THERE = (("hospital", "H1"),), (("hospital", "H2"),)


@pytest.mark.parametrize(
    ("patients", "places", "status", "one"),
    [
        ("abcd", HERE, "published", True),
        ("abcd", THERE, "published", False),
        ("abcx", HERE, "published", False),
        ("abcd", HERE, "demoted", False),
        ("abcdefg", THERE, "published", True),
    ],
)
def test_a_part_of_a_published_ring_at_its_place_belongs_to_it(
    patients: str, places: tuple[tuple[str, str], ...], status: str, one: bool
) -> None:
    whole = ring(1, "abcdefghijkl", status=status, others=HERE)
    assert one_gang(ring(2, patients, scheme="feeder", others=places), whole) == one


def test_two_rings_of_one_scheme_stay_two() -> None:
    assert not one_gang(ring(2, "abcd", others=HERE), ring(1, "abcdefghijkl", others=HERE))
