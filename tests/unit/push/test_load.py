"""Rows as parameters: values as the statements read them, batches within rows and bytes."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow as pa

from graphfraud.push import load


def test_values() -> None:
    rows = pa.table(
        {
            "text": ["a'\"\\", None],
            "texts": pa.array([["x", "y"], None], pa.list_(pa.string())),
            "whole": pa.array([2**53 + 1, None], pa.int64()),
            "real": [0.1, None],
            "flag": [True, None],
            "date": [date(2025, 1, 2), None],
            "time": pa.array([datetime(2025, 1, 2, 8, 0, 0, 5), None], pa.timestamp("us")),
        }
    )
    first, second = load.lists(rows)
    assert first == ("a'\"\\", ["x", "y"], 2**53 + 1, 0.1, True, "2025-01-02", "2025-01-02T08:00:00.000005")
    assert second == (None,) * 7


def test_batches_by_rows() -> None:
    rows = pa.table({"key": [str(i) for i in range(load.BATCH + 1)]})
    assert [len(batch) for batch in load.batches(rows)] == [load.BATCH, 1]


def test_batches_by_bytes() -> None:
    rows = pa.table({"ring": ["x" * (load.BATCH_BYTES // 4)] * 10})
    sizes = [len(batch) for batch in load.batches(rows)]
    assert sum(sizes) == 10
    assert max(sizes) <= 4


def test_no_rows() -> None:
    assert list(load.batches(pa.table({"key": pa.array([], pa.string())}))) == []
