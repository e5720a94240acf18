"""Typed values of spreadsheets, databases and Parquet as text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from ingest.readers.values import readable_texts, text_of, texts_of


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("", None),
        ("x", "x"),
        (True, "1"),
        (7, "7"),
        (7.0, "7"),
        (2.0**53 - 1, "9007199254740991"),
        # Above that, several numbers share one float, and nobody knows which one was meant.
        (2.0**53, "9.007199254740992e+15"),
        (430102199001011000.0, "4.30102199001011e+17"),
        (1e30, "1e+30"),
        (0.1, "0.1"),
        (float("nan"), None),
        (Decimal("1E+3"), "1000"),
        (b"ab", "ab"),
        (date(2024, 1, 5), "2024-01-05"),
        (datetime(2024, 1, 5, 10), "2024-01-05 10:00:00"),
        (datetime(2024, 1, 5, 20, tzinfo=UTC), "2024-01-06 04:00:00"),
    ],
)
def test_values(value: object, text: str | None) -> None:
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        (pa.array(["a", None]).dictionary_encode(), ["a", None]),
        (pa.array([1, None]), ["1", None]),
        (pa.array([1.0, 0.5]), ["1", "0.5"]),
        (pa.array([True, None]), ["1", None]),
        (pa.array([Decimal("1.50")]), ["1.50"]),
        (pa.array([date(2024, 1, 5)]), ["2024-01-05"]),
        (pa.array([datetime(2024, 1, 5)], pa.timestamp("ns")), ["2024-01-05 00:00:00.000000"]),
        (pa.array([datetime(2024, 1, 5, 20)], pa.timestamp("ms", "UTC")), ["2024-01-06 04:00:00.000000"]),
        (pa.array(["x"], pa.large_string()), ["x"]),
        (pa.nulls(2), [None, None]),
    ],
)
def test_arrow_columns(column: pa.Array, texts: list[str | None]) -> None:
    found = texts_of(column)
    assert found.type == pa.string()
    assert found.to_pylist() == texts


BYTES = pa.array([b"a", b"\xb0\xa1", None, b"\0", "张".encode()])


@pytest.mark.parametrize(
    "column",
    [
        BYTES,
        BYTES.cast(pa.large_binary()),
        BYTES.cast(pa.binary_view()),
        BYTES.dictionary_encode(),
        # A file may call bytes a string without their being text.
        pa.Array.from_buffers(pa.string(), len(BYTES), BYTES.buffers()),
    ],
    ids=lambda column: str(column.type),
)
def test_bytes_that_are_no_text(column: pa.Array) -> None:
    texts, broken = readable_texts(column)
    assert texts.to_pylist() == ["a", "\ufffd\ufffd", None, "\0", "张"]
    assert broken == [1, 3]
