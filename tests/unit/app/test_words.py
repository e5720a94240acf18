"""Numbers and times in words."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from app import words
from app.texts import texts

ZH, EN = texts("zh"), texts("en")


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("1234567.5", "1,234,567.50 元", "¥1,234,567.50"),
        ("0", "0.00 元", "¥0.00"),
        ("-12.345", "-12.35 元", "-¥12.35"),
        ("99999999999999.99", "99,999,999,999,999.99 元", "¥99,999,999,999,999.99"),
    ],
)
def test_money(value: str, zh: str, en: str) -> None:
    assert words.money(ZH, Decimal(value)) == zh
    assert words.money(EN, Decimal(value)) == en


@pytest.mark.parametrize(
    ("value", "expected"), [(7, "7"), (0.42, "0.42"), (0.881234, "0.8812"), (1234.0, "1,234"), (0.0, "0")]
)
def test_number(value: float, expected: str) -> None:
    assert words.number(value) == expected


@pytest.mark.parametrize(("share", "expected"), [(1.0, "100%"), (0.905, "90.5%"), (0.0, "0%"), (0.0123, "1.2%")])
def test_percent(share: float, expected: str) -> None:
    assert words.percent(share) == expected


@pytest.mark.parametrize(
    ("p_value", "expected"),
    [(0.0, "under 1 in a million million"), (0.004, "1 in 250"), (0.7, "common"), (1e-6, "1 in 1,000,000")],
)
def test_chance(p_value: float, expected: str) -> None:
    assert words.chance(EN, p_value) == expected


def test_showing_says_how_much_of_the_whole() -> None:
    assert words.showing(EN, 37, 412) == "showing 37 of 412"
    assert words.showing(ZH, 300, 1240) == "显示 300 / 共 1,240"


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (datetime(2025, 1, 10), datetime(2025, 1, 16), "2025-01-10 – 2025-01-16"),
        (datetime(2025, 1, 10, 9, 12), datetime(2025, 1, 10, 9, 14), "2025-01-10 09:12 – 09:14"),
        (datetime(2025, 1, 10, 23, 50), datetime(2025, 1, 11, 0, 5), "2025-01-10 23:50 – 2025-01-11 00:05"),
    ],
)
def test_span(begin: datetime, end: datetime, expected: str) -> None:
    assert words.span(begin, end) == expected


def test_when_drops_seconds_and_offset() -> None:
    assert words.when("2026-11-22T22:01:10+08:00") == "2026-11-22 22:01"


def test_a_name_is_cut_and_turns_nothing_around() -> None:
    assert words.name("长" * 5000) == "长" * 200 + "…"
    assert words.name("长" * 200) == "长" * 200
    assert words.name("医院\u202egnp.exe\u2066左\u200f") == "医院\ufffdgnp.exe\ufffd左\ufffd"
    assert words.name("<script>") == "<script>"
