"""CSV by the fast and the exact way: line numbers, line ends, encodings, disguises."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from graphfraud.errors import InputError
from ingest.readers.base import Chunk
from ingest.readers.encoding import choose
from ingest.readers.exact import read_exact
from ingest.readers.fast import Dialect, read_fast
from ingest.readers.text import TextReader

AB = Dialect(("a", "b"), ",", b"\n", "utf-8")


def _file(folder: Path, data: bytes, name: str = "t.csv") -> TextReader:
    (folder / name).write_bytes(data)
    return TextReader(folder / name, name)


def _rows(reader: TextReader) -> list[tuple[int, list[str | None]]]:
    found = []
    for chunk in reader.chunks(reader.header):
        cells = zip(*(chunk.columns[name].to_pylist() for name in reader.header), strict=True)
        found += [(line, list(row)) for line, row in zip(chunk.lines.to_pylist(), cells, strict=True)]
    return found


@pytest.mark.parametrize(
    "block",
    [
        b"1,2\n3,4\n",
        b"1,2\r\n3,4\r\n",
        b'"1","2"\n3,4',
        b"1,2\nx\n3,4\n",
        "张,三\n李,四\n".encode(),
        b'a"b,c\nd,"e""f"\n',
    ],
)
def test_fast_and_exact_agree(block: bytes) -> None:
    fast = read_fast(block, AB, ("a", "b"), 2)
    exact = read_exact(block, AB, ("a", "b"), 2, last=True).chunk()
    assert fast is not None
    assert _all(fast) == _all(exact)


def _all(chunk: Chunk) -> tuple[list[object], ...]:
    cells = [chunk.columns[name].to_pylist() for name in ("a", "b")]
    raw = [chunk.raw(row) for row in range(len(chunk.lines))]
    return (*cells, chunk.lines.to_pylist(), raw, list(chunk.rejected))


@pytest.mark.parametrize(
    "block",
    [b'1,"2\n3"\n', b"1,\0\n", b"1,\xff\n", b'1,"2\n', b'1,2\n3,"4\n', b"1,2\n\n3,4\n", b"1,2\r3,4\n"],
)
def test_the_fast_way_declines_what_it_might_misread(block: bytes) -> None:
    assert read_fast(block, AB, ("a", "b"), 2) is None


def test_lines_count_as_in_an_editor(tmp_path: Path) -> None:
    reader = _file(tmp_path, b'\na,b\n1,"x\ny"\n\n2,z\n')
    assert reader.header == ("a", "b")
    assert _rows(reader) == [(3, ["1", "x\ny"]), (6, ["2", "z"])]


def test_line_ends_in_cells_stay_as_they_are(tmp_path: Path) -> None:
    assert _rows(_file(tmp_path, b'a,b\r\n1,"x\r\ny"\r\n')) == [(2, ["1", "x\r\ny"])]


def test_old_line_ends(tmp_path: Path) -> None:
    assert _rows(_file(tmp_path, b"a,b\r1,2\r3,4\r")) == [(2, ["1", "2"]), (3, ["3", "4"])]


@pytest.mark.parametrize(("name", "mark"), [("t.tsv", "\t"), ("t.csv", ";"), ("t.csv", "|"), ("t.csv", "\t")])
def test_delimiters(tmp_path: Path, name: str, mark: str) -> None:
    data = f" A {mark}b\n1,5{mark}2\n".encode()
    assert _rows(_file(tmp_path, data, name)) == [(2, ["1,5", "2"])]


def test_bytes_that_are_no_text_are_lost_alone(tmp_path: Path) -> None:
    reader = _file(tmp_path, b"a,b\n1,x\xffy\n2\0,z\n" + "3,张\n".encode())
    (chunk,) = reader.chunks(("a", "b"))
    assert chunk.columns["a"].to_pylist() == ["1", None, "3"]
    assert chunk.columns["b"].to_pylist() == [None, "z", "张"]
    assert chunk.broken == {"b": [0], "a": [1]}
    assert chunk.raw(0) == "1,x�y"


def test_a_cell_of_ten_megabytes(tmp_path: Path) -> None:
    cell = "x" * 10_000_000
    reader = TextReader(_file(tmp_path, f"a,b\n1,{cell}\n2,y\n".encode()).path, "t.csv", block=1 << 16)
    assert _rows(reader) == [(2, ["1", cell]), (3, ["2", "y"])]


def test_repeated_names_of_unread_columns_do_no_harm(tmp_path: Path) -> None:
    reader = _file(tmp_path, b"a,,b,\n1,x,2,y\n")
    (chunk,) = reader.chunks(("b", "a"))
    assert (chunk.columns["a"].to_pylist(), chunk.columns["b"].to_pylist()) == (["1"], ["2"])


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"", "empty_file", "empty"),
        (b"\n\n \n", "empty_file", "no header"),
        (b"PK\x03\x04rest", "wrong_format", ".xlsx"),
        (b"\xd0\xcf\x11\xe0rest", "wrong_format", "old Excel"),
        (b"PAR1rest", "wrong_format", ".parquet"),
        (gzip.compress(b"a,b\n", mtime=0), "wrong_format", ".csv.gz"),
        ("a,b\n".encode("utf-16"), "wrong_format", "UTF-8"),
        (b"a,b,A\n", "bad_header", "twice"),
    ],
)
def test_refused(tmp_path: Path, data: bytes, reason: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        _ = _file(tmp_path, data).header
    assert error.value.reason == reason
    assert error.value.file == "t.csv"
    assert words in str(error.value)


def test_a_truncated_gzip_file_is_refused(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + b"1,2\n" * 1000)
    with pytest.raises(InputError) as error:
        _rows(_file(tmp_path, packed[:-20], "t.csv.gz"))
    assert error.value.reason == "unreadable"


def test_encoding_is_chosen_by_the_lines_it_fits() -> None:
    utf8, gb = "张三\n", "张三\n".encode("gb18030")
    assert choose(utf8.encode()) == "utf-8"
    assert choose(gb) == "gb18030"
    assert choose(utf8.encode() * 3 + gb) == "utf-8"
    assert choose(utf8.encode() + gb * 3) == "gb18030"
    assert choose(b"\xff\n") == "utf-8"


def test_gb18030_is_noticed_where_it_first_occurs(tmp_path: Path) -> None:
    data = b"a,b\n" + b"1,2\n" * 1000 + "3,张三\n".encode("gb18030")
    (tmp_path / "t.csv").write_bytes(data)
    rows = _rows(TextReader(tmp_path / "t.csv", "t.csv", block=512))
    assert len(rows) == 1001
    assert rows[-1] == (1002, ["3", "张三"])
