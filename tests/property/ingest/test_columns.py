"""The fast way to type a column gives what the exact reading of each cell gives."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.model.schema import CodeList, Column
from ingest.cell import READERS, Cell, Unreadable
from ingest.column import type_column

MOMENTS = st.datetimes(datetime(1901, 1, 1), datetime(2150, 1, 1)).map(lambda t: t.replace(microsecond=0))
FORMS = st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y%m%d", "%Y%m%d%H%M%S", "%Y-%m-%d", "%Y/%m/%d %H:%M"])
NUMBERS = st.decimals(-(10**15), 10**15, places=3) | st.decimals(-100, 100, places=2)
WRITTEN = ["", " ", "NULL", "(null)", "NaN", "１２", "x" * 65, "'01", '="01"', "7.0", "E7.0", "1.2E+17", "1e+17"]
NUMERIC = ["1,234.50", "1e3", "¥12", "-", "1_0", "2024-02-30", "00000000", "45292.5", "9999-12-31"]
ODD = st.sampled_from(WRITTEN + NUMERIC) | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
CELLS = {
    "id": st.text(st.characters(codec="ascii"), max_size=70),
    "text": st.text(st.characters(codec="utf-8"), max_size=20),
    "money": NUMBERS.map(str),
    "quantity": NUMBERS.map(str),
    "real": NUMBERS.map(str),
    "date": st.builds(lambda t, f: t.strftime(f), MOMENTS, FORMS),
    "time": st.builds(lambda t, f: t.strftime(f), MOMENTS, FORMS),
}


def _columns(kind: str) -> st.SearchStrategy[list[str | None]]:
    clean, mixed = CELLS[kind], CELLS[kind] | ODD | st.none()
    return st.lists(clean, max_size=90) | st.lists(mixed, max_size=90)


def _expected(kind: str, text: str | None) -> tuple[Cell, str]:
    if text is None:
        return None, ""
    try:
        return READERS[kind](text), ""
    except Unreadable as e:
        return None, e.reason


@pytest.mark.parametrize("kind", sorted(CELLS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_columns_agree_with_cells(kind: str, data: st.DataObject) -> None:
    texts = data.draw(_columns(kind))
    typed = type_column(pa.array(texts, pa.string()), Column("c", "列", kind), None)
    expected = [_expected(kind, text) for text in texts]
    assert typed.values.to_pylist() == [value for value, _ in expected]
    reasons = {p.row: p.reason for p in typed.problems}
    assert reasons == {row: reason for row, (_, reason) in enumerate(expected) if reason}


@given(st.lists(st.sampled_from(["11", "1301", "77", "9943", None]), max_size=80))
@settings(deadline=None)
def test_closed_code_lists(codes: list[str | None]) -> None:
    known = CodeList({"11": "a", "13": "b", "99": "c"}, children=True, closed=True)
    typed = type_column(pa.array(codes, pa.string()), Column("c", "列", "code"), known)
    assert typed.values.to_pylist() == [None if code == "77" else code for code in codes]
    assert [p.row for p in typed.problems] == [row for row, code in enumerate(codes) if code == "77"]


def test_one_odd_cell_among_many() -> None:
    texts = [f"{n}.25" for n in range(100_000)]
    texts[70_001] = "7,000.25"
    typed = type_column(pa.array(texts), Column("c", "列", "money"), None)
    assert typed.problems == ()
    assert typed.values[70_001].as_py() == Decimal("7000.25")
    assert typed.values[99_999].as_py() == Decimal("99999.25")
