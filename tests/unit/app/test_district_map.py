"""Tiles of districts: shaded by money, a row a city, each a link."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.components.district_map import SHADES, district_map, shade
from app.place import Place
from app.texts import texts
from graphfraud.model.ring import Amounts
from graphfraud.store.summary import UNKNOWN, Part


def part(fund: str) -> Part:
    return Part(2, 1, {}, Amounts(Decimal(0), Decimal(fund), Decimal(0), 1), 0)


@pytest.mark.parametrize(
    ("value", "expected"), [("0", 0), ("-5", 0), ("0.01", 1), ("19", 1), ("20", 2), ("99", SHADES), ("100", SHADES)]
)
def test_shades_go_in_equal_steps(value: str, expected: int) -> None:
    assert shade(Decimal(value), Decimal(100)) == expected


def test_nothing_anywhere_is_no_shade() -> None:
    assert shade(Decimal(0), Decimal(0)) == 0


def test_a_tile_for_each_known_district_with_its_words() -> None:
    place = Place("en", "overview", {"run": "r1"})
    drawn = district_map(texts("en"), place, {"990101": part("100"), "990202": part("10"), UNKNOWN: part("1")})
    assert drawn.count('class="gf tile') == 2
    assert drawn.count('class="city"') == 2
    assert "District 990101: 2 published leads, fund payments ¥100.00" in drawn
    assert "district=990101" in drawn
    assert "run=r1" in drawn
