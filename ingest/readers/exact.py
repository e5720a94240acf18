"""The exact way through a block of CSV: record by record, with quoted line ends, broken bytes and ragged rows.

RFC 4180 read with a forgiving eye: a quote inside an unquoted cell is a plain character. A record may span
lines only if its quotes are well formed; otherwise the quote counts as stray, the one line that holds it is
rejected, and reading goes on with the next line, so that a stray quote never swallows good rows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field

import pyarrow as pa

from ingest.readers.base import Chunk, Rejected
from ingest.readers.fast import Dialect

# A record larger than this is taken for a stray quote.
MAX_RECORD = 32 << 20
csv.field_size_limit(2 * MAX_RECORD)


@dataclass(slots=True)
class Exact:
    """Rows of one block. `used` is how many bytes of the block were read: an unfinished record stays."""

    dialect: Dialect
    wanted: tuple[str, ...]
    rows: list[list[str | None]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    broken: dict[str, list[int]] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    used: int = 0
    used_lines: int = 0

    def chunk(self) -> Chunk:
        """Give the rows as a chunk."""
        positions = [self.dialect.header.index(name) for name in self.wanted]
        columns = {
            name: pa.array([row[i] for row in self.rows], pa.string())
            for name, i in zip(self.wanted, positions, strict=True)
        }
        broken = {name: rows for name, rows in self.broken.items() if name in self.wanted}
        return Chunk(
            columns,
            pa.array(self.lines, pa.int64()),
            lambda row: _printable(self.texts[row]),
            broken,
            tuple(self.rejected),
        )


def read_exact(block: bytes, dialect: Dialect, wanted: tuple[str, ...], first_line: int, last: bool) -> Exact:
    """Parse a block; where it is not the `last` one, a record that it doesn't finish is left for the next."""
    found = Exact(dialect, wanted)
    lines = block.split(dialect.newline)
    if not lines[-1]:
        lines.pop()
    index = 0
    while index < len(lines):
        count = _record_length(lines, index, dialect, last)
        if count is None:
            break
        _take(found, lines[index : index + count], first_line + index)
        found.used += sum(len(line) + len(dialect.newline) for line in lines[index : index + count])
        index += count
    found.used = min(found.used, len(block))
    found.used_lines = index
    return found


def _record_length(lines: list[bytes], index: int, dialect: Dialect, last: bool) -> int | None:
    """Give how many lines the record at `index` spans; None where the block ends before it does."""
    size = 0
    for end in range(index, len(lines)):
        size += len(lines[end]) + 1
        if size > MAX_RECORD:
            return 1
        if end > index and b'"' not in lines[end]:
            continue
        cells = _split(_text(lines[index : end + 1], dialect), dialect, strict=True)
        if not isinstance(cells, Open):
            return 1 if end == index else _span(cells, lines[index : end + 1], dialect)
    return 1 if last else None


def _span(cells: list[str] | None, lines: list[bytes], dialect: Dialect) -> int:
    """Give 1 where a stray quote only happens to find a partner further down, else how many lines there are."""
    width = len(dialect.header)
    if cells is not None and len(cells) == width:
        return len(lines)
    after = _split(_text(lines[1:2], dialect), dialect, strict=True)
    stray = cells is None or (isinstance(after, list) and len(after) == width)
    return 1 if stray else len(lines)


def _take(found: Exact, lines: list[bytes], line: int) -> None:
    text = _text(lines, found.dialect)
    if not text:
        return
    width = len(found.dialect.header)
    # An open quote at the end of a single line was already judged stray.
    if len(lines) == 1 and '"' in text and isinstance(_split(text, found.dialect, strict=True), Open):
        found.rejected.append(Rejected(line, "", "ragged_row", "a quote is never closed", _printable(text)))
        return
    cells = _split(text, found.dialect, strict=False)
    if not isinstance(cells, list) or len(cells) != width:
        message = f"{len(cells)} cells, the header has {width}" if isinstance(cells, list) else "line end inside"
        found.rejected.append(Rejected(line, "", "ragged_row", message, _printable(text)))
        return
    row: list[str | None] = []
    for name, cell in zip(found.dialect.header, cells, strict=True):
        if _is_text(cell):
            row.append(cell or None)
        else:
            found.broken.setdefault(name, []).append(len(found.rows))
            row.append(None)
    found.rows.append(row)
    found.lines.append(line)
    found.texts.append(text)


def _text(lines: list[bytes], dialect: Dialect) -> str:
    return b"\n".join(lines).removesuffix(b"\r").decode(dialect.encoding, "surrogateescape")


def _printable(text: str) -> str:
    """Give text whose undecodable bytes show as �."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_text(cell: str) -> bool:
    """Say whether a cell holds neither bytes that are no text nor NUL."""
    if "\0" in cell:
        return False
    return cell.isascii() or not any("\udc80" <= c <= "\udcff" for c in cell)


class Open:
    """A quote is still open at the end of the text."""


def _split(text: str, dialect: Dialect, strict: bool) -> list[str] | Open | None:
    """Split one record; None where its quotes are not well formed, or it holds a bare line end."""
    if '"' not in text and "\r" not in text:
        return text.split(dialect.delimiter)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect.delimiter, strict=strict))
    except csv.Error as e:
        return Open() if "unexpected end" in str(e) else None
    return records[0] if len(records) == 1 else None
