"""CSV cells that a spreadsheet must not run."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pytest

from graphfraud.model.export import cell, write_csv

GOLDEN = [
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("+1+1", "'+1+1"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    ("\n=1", "'\n=1"),
    ("＝1+1", "'＝1+1"),
    ("a=1", "a=1"),
    ("样例", "样例"),
    (None, ""),
    (-1.5, "-1.5"),
    (Decimal("-12.00"), "-12.00"),
    (Decimal("1E+3"), "1000"),
    (date(2025, 1, 2), "2025-01-02"),
    (datetime(2025, 1, 2, 3, 4), "2025-01-02T03:04:00"),
]


@pytest.mark.parametrize(("value", "text"), GOLDEN)
def test_cell(value: object, text: str) -> None:
    assert cell(value) == text


def test_quotes_and_line_ends() -> None:
    out = io.StringIO()
    write_csv(["a", "=b"], [['x"y', "p,q"], ["=1", "two\nlines"]], out)
    assert out.getvalue() == 'a,\'=b\n"x""y","p,q"\n\'=1,"two\nlines"\n'
