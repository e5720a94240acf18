"""Cells: what is written in a file → what it means, or why it can't be read."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from ingest.cell import READERS, Cell, Unreadable

D = Decimal
READABLE: list[tuple[str, str, Cell]] = [
    ("id", " S1\t", "S1"),
    ("id", "Ｓ０１－２　", "S01-2"),
    ("id", "x" * 64, "x" * 64),
    ("id", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ("id", "　", None),
    ("id", "NULL", None),
    ("id", "\\N", None),
    ("id", "(null)", None),
    ("id", "None", None),
    ("id", "NaN", None),
    ("text", "<NA>", None),
    # The marks by which an export keeps a spreadsheet from reading an id as a number.
    ("id", '="0012"', "0012"),
    ("id", "'0012", "0012"),
    ("id", "0012\t", "0012"),
    ("id", "'", None),
    # A column of whole numbers with gaps becomes floats in a data frame.
    ("id", "1001.0", "1001"),
    ("flag", "1.0", "1"),
    ("code", "E11.0", "E11.0"),
    ("id", "12E4", "12E4"),
    ("text", " 张三　", "张三"),
    ("text", "Ａ座", "Ａ座"),
    ("money", "1234.50", D("1234.50")),
    ("money", "1,234.50", D("1234.50")),
    ("money", "1,234,567", D("1234567.00")),
    ("money", "1e3", D("1000.00")),
    ("money", "1.5E-1", D("0.15")),
    ("money", "¥12", D("12.00")),
    ("money", "￥ 12.3元", D("12.30")),
    ("money", "－12", D("-12.00")),
    ("money", "−12", D("-12.00")),
    ("money", "１２．５", D("12.50")),
    ("money", "+.5", D("0.50")),
    ("money", "1.005", D("1.01")),
    ("money", "-1.005", D("-1.01")),
    ("money", "-0.001", D("0.00")),
    ("money", "1e-999", D("0.00")),
    ("money", "99999999999999.99", D("99999999999999.99")),
    ("money", "", None),
    ("quantity", "0.0000005", D("0.000001")),
    ("real", "112.9388", 112.9388),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("date", "20240229", date(2024, 2, 29)),
    ("date", "2024-02-29 23:59:59", date(2024, 2, 29)),
    ("date", "2024/2/9", date(2024, 2, 9)),
    ("date", "2024年2月9日", date(2024, 2, 9)),
    ("date", "45292", date(2024, 1, 1)),
    ("date", "10000", date(1927, 5, 18)),
    ("time", "2024-01-05", datetime(2024, 1, 5)),
    ("time", "2024-01-05 10:11", datetime(2024, 1, 5, 10, 11)),
    ("time", "2024-01-05 10:11:12", datetime(2024, 1, 5, 10, 11, 12)),
    ("time", "2024-01-05T10:11:12.5", datetime(2024, 1, 5, 10, 11, 12, 500_000)),
    ("time", "20240105101112", datetime(2024, 1, 5, 10, 11, 12)),
    ("time", "20240105", datetime(2024, 1, 5)),
    ("time", "45292.75", datetime(2024, 1, 1, 18)),
    ("time", "2024-01-05T20:00:00Z", datetime(2024, 1, 6, 4)),
    ("time", "2024-01-05 20:00:00+08:00", datetime(2024, 1, 5, 20)),
    ("time", "2024-01-05 20:00:00-0500", datetime(2024, 1, 6, 9)),
    ("time", "２０２４－０１－０５ １０：１１：１２", datetime(2024, 1, 5, 10, 11, 12)),
    ("time", "null", None),
]
UNREADABLE: list[tuple[str, str, str]] = [
    ("id", "x" * 65, "too_long"),
    ("id", "1.23457E+17", "bad_number"),
    ("id", "1E+17", "bad_number"),
    ("id", '="4.30102e+17"', "bad_number"),
    ("money", "12,34", "bad_number"),
    ("money", "1 2", "bad_number"),
    ("money", "1_000", "bad_number"),
    ("money", "0x10", "bad_number"),
    ("money", "NaN", "bad_number"),
    ("money", "inf", "bad_number"),
    ("money", ".", "bad_number"),
    ("money", "-", "bad_number"),
    ("money", "e3", "bad_number"),
    ("money", "1e400", "bad_number"),
    ("money", "100000000000000", "bad_number"),
    ("money", "99999999999999.995", "bad_number"),
    ("money", "x" * 1000, "bad_number"),
    ("date", "2024-02-30", "bad_date"),
    ("date", "00000000", "bad_date"),
    ("date", "0", "bad_date"),
    ("date", "09999", "bad_date"),
    ("date", "2024-13-01", "bad_date"),
    ("date", "0024-01-01", "bad_date"),
    ("date", "2024", "bad_date"),
    ("date", "9999-12-31", "future_date"),
    ("time", "2999-01-01 10:00:00", "future_date"),
    ("date", "infinity", "bad_date"),
    ("time", "2024-01-05 24:00:00", "bad_date"),
    ("time", "2024-01-05 10:61", "bad_date"),
    ("time", "2024-01-05 10", "bad_date"),
    ("time", "2024-01-05 10:11:12 CET", "bad_date"),
    ("time", "99999999999999", "bad_date"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READABLE)
def test_readable(kind: str, text: str, value: Cell) -> None:
    found = READERS[kind](text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(("kind", "text", "value"), [c for c in READABLE if isinstance(c[2], Decimal)])
def test_decimals_keep_the_places_of_their_column(kind: str, text: str, value: Decimal) -> None:
    found = READERS[kind](text)
    assert isinstance(found, Decimal)
    assert found.as_tuple().exponent == (-2 if kind == "money" else -6)


@pytest.mark.parametrize(("kind", "text", "reason"), UNREADABLE)
def test_unreadable(kind: str, text: str, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        READERS[kind](text)
    assert error.value.reason == reason
    assert len(str(error.value)) < 120
