"""Progress lines where stderr is no terminal."""

from __future__ import annotations

import io

import pytest

from ingest import progress
from ingest.progress import Meter


def test_plain_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    stream = io.StringIO()
    with Meter(200, stream) as meter:
        meter.file("a.csv", 100)
        meter.tick(50, 10)
        meter.file("b.csv", 100)
        meter.tick(100, 30)
    lines = stream.getvalue().splitlines()
    assert [line.split(",")[0] for line in lines] == ["a.csv: 0%", "a.csv: 25%", "b.csv: 50%", "b.csv: 100%"]
    assert " 10 rows" in lines[1]
    assert " 40 rows" in lines[3]
    assert lines[3].endswith("0 s left")


def test_a_source_of_unknown_size_shows_no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY", 0.0)
    stream = io.StringIO()
    with Meter(0, stream) as meter:
        meter.file("db#setl_d", 0)
        meter.tick(10, 5)
    assert "%" not in stream.getvalue()
    assert "db#setl_d: 5 rows" in stream.getvalue()
