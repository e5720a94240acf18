"""The quick way through a block of CSV: Arrow's parser, taken only where it is sure to agree with the exact way."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from ingest.cell import EMPTY
from ingest.readers.base import Chunk, Rejected


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the file is written. `encoding` is `ascii` as long as nothing else was met."""

    header: tuple[str, ...]
    delimiter: str
    newline: bytes
    encoding: str


class Lines:
    """The physical lines of a block, cut only when a row's text is asked for."""

    def __init__(self, block: bytes, dialect: Dialect) -> None:
        self.block = block
        self.dialect = dialect

    @cached_property
    def cut(self) -> list[bytes]:
        """The lines without their ends."""
        return self.block.split(self.dialect.newline)

    def text(self, index: int) -> str:
        """Give one line as text; bytes that are no text show as �."""
        return self.cut[index].rstrip(b"\r").decode(self.dialect.encoding, "replace")


def read_fast(block: bytes, dialect: Dialect, wanted: tuple[str, ...], first_line: int) -> Chunk | None:
    """Parse a block of whole lines; None where a row could span lines or a byte is no text.

    As long as Arrow finds as many rows as there are line ends, and the last line closes its quotes, every row
    is one line, so line numbers are exact.
    """
    if b"\0" in block:
        return None
    text = _utf8(block, dialect.encoding)
    if text is None or not _closes_quotes(block, dialect):
        return None
    odd: list[pacsv.InvalidRow] = []
    try:
        table = _parse(text, dialect, wanted, odd)
    except (pa.ArrowInvalid, pa.ArrowKeyError):
        return None
    ends = block.count(dialect.newline) + (not block.endswith(dialect.newline))
    if table.num_rows + len(odd) != ends:
        return None
    lines = Lines(block, dialect)
    rows = np.arange(ends)
    if odd:
        rows = np.delete(rows, [row.number - 1 for row in odd])
    return Chunk(
        columns={name: table.column(i).combine_chunks() for i, name in enumerate(wanted)},
        lines=pa.array(rows + first_line),
        raw=lambda row: lines.text(int(rows[row])),
        rejected=tuple(_ragged(row, lines, first_line) for row in odd),
    )


def _parse(text: bytes, dialect: Dialect, wanted: tuple[str, ...], odd: list[pacsv.InvalidRow]) -> pa.Table:
    # Positions as names: a header may repeat a name that nothing reads.
    names = [str(i) for i in range(len(dialect.header))]
    used = [str(dialect.header.index(name)) for name in wanted]

    def skip(row: pacsv.InvalidRow) -> str:
        odd.append(row)
        return "skip"

    return pacsv.read_csv(
        pa.py_buffer(text),
        pacsv.ReadOptions(use_threads=False, block_size=len(text) + 1, column_names=names),
        pacsv.ParseOptions(delimiter=dialect.delimiter, invalid_row_handler=skip),
        pacsv.ConvertOptions(
            column_types=dict.fromkeys(used, pa.string()),
            include_columns=used,
            check_utf8=False,
            strings_can_be_null=True,
            null_values=sorted(EMPTY),
        ),
    )


def _utf8(block: bytes, encoding: str) -> bytes | None:
    """Give the block in UTF-8; None where it holds bytes that are no text."""
    if encoding == "ascii":
        return block
    try:
        text = block.decode(encoding)
    except UnicodeDecodeError:
        return None
    return block if encoding == "utf-8" else text.encode()


def _closes_quotes(block: bytes, dialect: Dialect) -> bool:
    """Say whether the last line closes every quote: Arrow takes an open one at the end of a block for closed."""
    start = block.rfind(dialect.newline, 0, len(block) - 1) + 1
    last = block[start:].rstrip(b"\r\n")
    if b'"' not in last:
        return True
    try:
        next(csv.reader([last.decode(dialect.encoding)], delimiter=dialect.delimiter, strict=True))
    except (csv.Error, UnicodeDecodeError):
        return False
    return True


def _ragged(row: pacsv.InvalidRow, lines: Lines, first_line: int) -> Rejected:
    return Rejected(
        line=first_line + row.number - 1,
        column="",
        reason="ragged_row",
        message=f"{row.actual_columns} cells, the header has {row.expected_columns}",
        raw=lines.text(row.number - 1),
    )
