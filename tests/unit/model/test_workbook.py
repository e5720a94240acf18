"""Workbooks: texts stay texts, numbers numbers, and the same rows give the same bytes."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from graphfraud.model.export import FORMULA_STARTS, xlsx_bytes


def cells(book: bytes) -> list[list[tuple[object, str]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_becomes_a_formula(start: str) -> None:
    text = f"{start}HYPERLINK(0)"
    (head, row) = cells(xlsx_bytes([text], [[text]]))
    # An XML reader gives every line end as a line feed (XML 1.0, 2.11).
    expected = (text.replace("\r", "\n"), "s")
    assert [head, row] == [[expected], [expected]]


def test_numbers_money_days_and_gaps_keep_their_kind() -> None:
    row = cells(xlsx_bytes(list("abcd"), [[3, Decimal("2.50"), date(2025, 3, 1), None]]))[1]
    assert [value for value, _ in row[:2]] == [3, 2.5]
    assert row[2][1] == "d"
    assert row[3][0] is None


def test_what_xml_cannot_hold_is_left_out() -> None:
    assert cells(xlsx_bytes(["a"], [["x\x00\x07y\ufffe"]]))[1][0][0] == "xy"


def test_same_rows_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = xlsx_bytes(["a"], [["x"]])
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert xlsx_bytes(["a"], [["x"]]) == first
    assert b"2026" not in first
