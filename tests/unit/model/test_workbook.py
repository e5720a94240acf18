"""A spreadsheet file, read back by openpyxl."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from graphfraud.model.workbook import Sheet, sheet_name, workbook

WHEN = datetime(2025, 3, 1, 9, 30, 15)


def cells(sheets: list[Sheet]) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(io.BytesIO(workbook(sheets)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_values_come_back_as_they_were() -> None:
    row = ("张*", 3, 0.25, Decimal("1234.50"), WHEN, date(2025, 3, 1), None, True)
    found = cells([Sheet("甲", [f"c{i}" for i in range(8)], [row])])
    assert found["甲"][1] == ("张*", 3, 0.25, 1234.5, WHEN, datetime(2025, 3, 1), None, "True")


@pytest.mark.parametrize("text", ["=1+1", "+cmd|'/c calc'!A0", "@x", "<t>&amp;", " padded ", "张\n三"])
def test_texts_stay_texts(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([Sheet("a", ["x"], [[text]])])))
    cell = book["a"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


def test_what_a_spreadsheet_cannot_hold_is_replaced_or_cut() -> None:
    found = cells([Sheet("a", ["x"], [["\x01y"], ["z" * 40_000], [float("nan")]])])
    assert [line[0] for line in found["a"][1:]] == ["\ufffdy", "z" * 32_767, "nan"]


def test_columns_go_on_after_z() -> None:
    (head, row) = cells([Sheet("a", [f"c{i}" for i in range(60)], [list(range(60))])])["a"]
    assert head == tuple(f"c{i}" for i in range(60))
    assert row == tuple(range(60))


def test_the_same_sheets_give_the_same_bytes() -> None:
    sheets = [Sheet("a", ["x"], [[1]]), Sheet("b", ["y"], [])]
    assert workbook(sheets) == workbook(sheets)


@pytest.mark.parametrize(("given", "name"), [("a/b:c", "a b c"), ("x" * 40, "x" * 31), ("", "-"), ("'", "-")])
def test_names_of_sheets_are_allowed_ones(given: str, name: str) -> None:
    assert sheet_name(given) == name
