"""What Python's csv writer wrote comes back, whatever the block size, quoting, encoding and line ends."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.text import TextReader

HEADER = ["a", "b", "c"]
CELL = st.text(st.sampled_from('ab,;"\n\t 张é1'), max_size=8) | st.sampled_from(["张三", "x" * 40, 'a"b"', "1\n2\n3"])
ROWS = st.lists(st.tuples(CELL, CELL, CELL), max_size=30)


def _read(path: Path, block: int) -> tuple[list[list[str]], list[int], list[str]]:
    reader = TextReader(path, path.name, block)
    found: list[list[str]] = []
    lines: list[int] = []
    reasons: list[str] = []
    for chunk in reader.chunks(("a", "b", "c")):
        columns = [chunk.columns[name].to_pylist() for name in HEADER]
        found += [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
        lines += chunk.lines.to_pylist()
        reasons += [r.reason for r in chunk.rejected]
    return found, lines, reasons


@settings(max_examples=150, deadline=None)
@given(
    rows=ROWS,
    block=st.integers(1, 200),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    final_end=st.booleans(),
    packed=st.booleans(),
)
def test_round_trip(
    rows: list[tuple[str, str, str]], block: int, encoding: str, end: str, quoting: int, final_end: bool, packed: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(HEADER)
    writer.writerows(rows)
    body = text.getvalue() if final_end else text.getvalue().removesuffix(end)
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("t.csv.gz" if packed else "t.csv")
        path.write_bytes(gzip.compress(body.encode(encoding)) if packed else body.encode(encoding))
        found, lines, reasons = _read(path, block)
    assert reasons == []
    assert found == [list(row) for row in rows]
    assert lines == _starts(rows, end, quoting)


def _starts(rows: list[tuple[str, str, str]], end: str, quoting: int) -> list[int]:
    """Count the line ends before each row, as an editor does."""
    starts, line = [], 2
    for row in rows:
        starts.append(line)
        line += 1 + sum(cell.count("\n") for cell in row)
    return starts


@settings(max_examples=100, deadline=None)
@given(
    good=st.lists(st.integers(0, 99), min_size=1, max_size=20),
    bad=st.lists(
        st.tuples(st.integers(0, 19), st.sampled_from(["x", "1,2,3,4", '"open,2,3', "", "\udcff"])), max_size=5
    ),
    block=st.integers(1, 120),
)
def test_bad_lines_never_cost_good_rows(good: list[int], bad: list[tuple[int, str]], block: int) -> None:
    lines = [f"{n},张{n},z" for n in good]
    for place, text in bad:
        lines.insert(place % (len(lines) + 1), text)
    expected = [(line.split(",")[0], number) for number, line in enumerate(lines, 2) if line.endswith(",z")]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        body = "".join(f"{line}\n" for line in ["a,b,c", *lines])
        path.write_bytes(body.encode("utf-8", "surrogateescape"))
        found, numbers, reasons = _read(path, block)
    assert [(row[0], number) for row, number in zip(found, numbers, strict=True)] == expected
    assert len(reasons) == sum(1 for _, text in bad if text)
