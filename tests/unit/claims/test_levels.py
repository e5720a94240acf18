"""Levels of hospitals in the code lists that provinces use."""

from __future__ import annotations

import pytest

from graphfraud.claims.levels import levels


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (["01", "02", "04", "05", "07", "08", "10", "11"], [3, 3, 3, 2, 2, 1, 1, 0]),
        (["1", "2", "3", "9", "11"], [3, 2, 1, 0, 0]),
        (["1", "02", "2", "06"], [3, 3, 2, 2]),
        (["三级甲等", "二甲", "一级", "无等级", "未定级"], [3, 2, 1, 0, 0]),
        ([None, "", "A1"], [0, 0, 0]),
    ],
    ids=["two digits", "one digit", "both side by side", "written", "unknown"],
)
def test_level(codes: list[str | None], expected: list[int]) -> None:
    assert levels(codes) == expected


def test_a_spreadsheet_that_dropped_the_zeros() -> None:
    assert levels(["1", "2", "3", "5", "6", "9", "10"]) == [3, 3, 3, 2, 2, 1, 1]
