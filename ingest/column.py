"""Type whole columns: vectorised where Arrow's strict parsers take every cell, cell by cell where they don't.

Arrow's casts accept a subset of what `ingest.cell` accepts and give the same values for it (a property test
compares them). A column that a cast refuses is halved until the odd cells stand alone, so a few odd cells in
millions cost little.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.model.schema import CodeList, Column
from ingest.cell import EMPTY, ID_LENGTH, NO_ID, READERS, WHITE, YEARS, Read, Unreadable, shown

# Under this many cells, reading each one is cheaper than another cast.
SMALL = 32

Fast = Callable[[pa.Array], pa.Array]


@dataclass(frozen=True, slots=True)
class Problem:
    """A cell that can't be read: its row in the chunk and why."""

    row: int
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed column; every problem's cell is null in `values`."""

    values: pa.Array
    problems: tuple[Problem, ...]


def type_column(raw: pa.Array, column: Column, codes: CodeList | None, read: Read | None = None) -> Typed:
    """Type a column of text.

    Args:
        raw: strings, null where the cell was empty.
        column: the column of the model.
        codes: its code list; a closed list makes codes outside it unreadable.
        read: reads one cell in the mapping's own way; None: the model's way.
    """
    problems: list[Problem] = []
    fast = None if read else FAST[column.type]
    values = _piece(raw, 0, column.arrow, fast, read or READERS[column.type], problems)
    if codes is not None and codes.closed:
        values = _closed(values, codes, problems)
    return Typed(values, tuple(problems))


def _piece(
    raw: pa.Array, start: int, kind: pa.DataType, fast: Fast | None, read: Read, problems: list[Problem]
) -> pa.Array:
    if fast is not None and raw.null_count == len(raw):
        return pa.nulls(len(raw), kind)
    if fast is None or len(raw) <= SMALL:
        return _slowly(raw, start, kind, read, problems)
    try:
        return fast(raw)
    except pa.ArrowInvalid:
        half = len(raw) // 2
        left = _piece(raw.slice(0, half), start, kind, fast, read, problems)
        right = _piece(raw.slice(half), start + half, kind, fast, read, problems)
        return pa.concat_arrays([left, right])


def _slowly(raw: pa.Array, start: int, kind: pa.DataType, read: Read, problems: list[Problem]) -> pa.Array:
    values = []
    for row, text in enumerate(raw.to_pylist(), start):
        try:
            values.append(None if text is None else read(text))
        except Unreadable as e:
            problems.append(Problem(row, e.reason, str(e)))
            values.append(None)
    return pa.array(values, kind)


def _closed(values: pa.Array, codes: CodeList, problems: list[Problem]) -> pa.Array:
    """Take codes outside a closed list away."""
    outside = [c for c in pc.unique(values).to_pylist() if c is not None and not codes.holds(c)]
    if not outside:
        return values
    strange = pc.is_in(values, pa.array(outside, pa.string()))
    problems.extend(
        Problem(row, "bad_code", f"not in the code list: {shown(values[row].as_py())}")
        for row in pc.indices_nonzero(strange).to_pylist()
    )
    return pc.if_else(strange, pa.scalar(None, pa.string()), values)


def _trimmed(raw: pa.Array, words: frozenset[str]) -> pa.Array:
    """Take the white space off both ends; cells that hold one of `words` become null."""
    trimmed = pc.ascii_trim_whitespace(raw)
    shortest = pc.min(pc.binary_length(trimmed)).as_py()
    # Those words are short, so columns of longer cells need no look.
    if shortest is not None and shortest <= max(map(len, words)):
        empty = pc.is_in(trimmed, pa.array(sorted(words), pa.string()))
        if pc.any(empty).as_py():
            return pc.if_else(empty, pa.scalar(None, pa.string()), trimmed)
    return trimmed


def _fast_id(raw: pa.Array) -> pa.Array:
    _plain(raw)
    found = _trimmed(raw, NO_ID)
    # One look at all the bytes, for one byte at a time, is much cheaper than one at each cell; ids hold none of these.
    data = memoryview(found.buffers()[2] or b"").tobytes()
    if any(mark in data for mark in (b"'", b"=", b"+")):
        raise pa.ArrowInvalid("perhaps written by a spreadsheet")
    if b"." in data:
        found = pc.replace_substring_regex(found, r"^(\d+)\.0+$", r"\1")
    if (pc.max(pc.binary_length(found)).as_py() or 0) > ID_LENGTH:
        raise pa.ArrowInvalid("too long")
    return found


def _fast_text(raw: pa.Array) -> pa.Array:
    if pc.all(pc.string_is_ascii(raw)).as_py():
        return _trimmed(raw, EMPTY)
    trimmed = pc.utf8_trim(raw, WHITE)
    empty = pc.is_in(trimmed, pa.array(sorted(EMPTY), pa.string()))
    return pc.if_else(empty, pa.scalar(None, pa.string()), trimmed)


def _plain(raw: pa.Array) -> None:
    """Refuse text beyond ASCII."""
    if not pc.all(pc.string_is_ascii(raw)).as_py():
        raise pa.ArrowInvalid("not ASCII")


def _fast_decimal(kind: pa.DataType) -> Fast:
    return lambda raw: pc.cast(raw, kind)


def _fast_real(raw: pa.Array) -> pa.Array:
    pc.cast(raw, pa.decimal128(18, 9))
    return pc.cast(raw, pa.float64())


def _fast_time(raw: pa.Array) -> pa.Array:
    return _in_years(pc.cast(_iso(raw), pa.timestamp("us")))


def _fast_date(raw: pa.Array) -> pa.Array:
    longest = pc.max(pc.binary_length(raw)).as_py() or 0
    if longest <= 10:
        return _in_years(pc.cast(_iso(raw), pa.date32()))
    return pc.cast(pc.floor_temporal(_fast_time(raw), unit="day"), pa.date32())


def _iso(raw: pa.Array) -> pa.Array:
    """Write `YYYYMMDD` and `YYYYMMDDHHMMSS` with separators; leave other text as it is.

    Raises:
        ArrowInvalid: text that Arrow reads and `ingest.cell` doesn't (an hour alone).
    """
    lengths = pc.unique(pc.binary_length(raw)).to_pylist()
    widths = {n for n in lengths if n is not None}
    if widths == {8} or widths == {14}:
        _plain(raw)
        parts = [(0, 4, "-"), (4, 6, "-"), (6, 8, "T"), (8, 10, ":"), (10, 12, ":"), (12, 14, "")]
        cut = parts[: 3 if widths == {8} else 6]
        pieces = [pc.utf8_slice_codeunits(raw, start, stop) for start, stop, _ in cut]
        joined = pieces[0]
        for (_, _, mark), piece in zip(cut, pieces[1:], strict=False):
            joined = pc.binary_join_element_wise(joined, piece, mark)
        return joined
    if 13 in widths:
        raise pa.ArrowInvalid("an hour alone")
    return raw


def _in_years(values: pa.Array) -> pa.Array:
    ends = pc.min_max(values).as_py()
    for value in (ends["min"], ends["max"]):
        if value is not None and value.year not in YEARS:
            raise pa.ArrowInvalid("outside the years")
    return values


FAST: dict[str, Fast] = {
    "id": _fast_id,
    "code": _fast_id,
    "flag": _fast_id,
    "text": _fast_text,
    "money": _fast_decimal(pa.decimal128(16, 2)),
    "quantity": _fast_decimal(pa.decimal128(18, 6)),
    "real": _fast_real,
    "date": _fast_date,
    "time": _fast_time,
}
