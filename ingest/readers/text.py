"""CSV and TSV, plain or gzip: read in blocks that end with a line, so that memory stays flat at any file size."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

from graphfraud.errors import InputError
from ingest.readers.base import Chunk, Reader, header_of
from ingest.readers.encoding import BOM, choose, refuse_disguise
from ingest.readers.exact import MAX_RECORD, read_exact
from ingest.readers.fast import Dialect, read_fast

BLOCK = 16 << 20
HEADER_LIMIT = 1 << 20
DELIMITERS = (",", "\t", ";", "|")


class TextReader(Reader):
    """A CSV or TSV file.

    Args:
        path: the file; a name that ends with `.gz` is unpacked on the way.
        label: the name to use in messages and in the ledger.
        block: bytes to read at a time.
    """

    def __init__(self, path: Path, label: str, block: int = BLOCK) -> None:
        self.path = path
        self.label = label
        self.block = block
        self._position = 0

    @property
    def position(self) -> int:
        """Bytes of the file read so far (packed bytes for gzip)."""
        return self._position

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in file order."""
        return self._start[0].header

    @cached_property
    def _start(self) -> tuple[Dialect, int, int]:
        """The dialect, the offset of the first data byte and its line."""
        with self._open() as stream:
            head = self._read(stream, HEADER_LIMIT)
        if not head:
            raise InputError(
                "the file is empty", file=self.label, reason="empty_file", hint="Export it again, with its header."
            )
        refuse_disguise(head, self.label)
        return _start(head, self.label, "\t" if ".tsv" in self.path.name.lower() else ",")

    def chunks(self, wanted: tuple[str, ...]) -> Iterator[Chunk]:
        """Give the rows, block by block.

        Raises:
            InputError: the file can't be read to its end.
        """
        dialect, offset, line = self._start
        pending, more = b"", b"-"
        with self._open() as stream:
            stream.seek(offset)
            while more:
                more = self._read(stream, self.block)
                data = pending + more
                cut = data.rfind(dialect.newline) + 1 if more else len(data)
                block, pending = data[:cut], data[cut:]
                if len(pending) > 2 * MAX_RECORD:
                    raise InputError("a line of more than 64 MB", file=self.label, line=line, reason="too_long")
                if not block:
                    continue
                dialect = _with_encoding(dialect, block)
                chunk = read_fast(block, dialect, wanted, line)
                if chunk is not None:
                    yield chunk
                    line += len(chunk.lines) + len(chunk.rejected)
                    continue
                found = read_exact(block, dialect, wanted, line, last=not more)
                yield found.chunk()
                line += found.used_lines
                pending = block[found.used :] + pending

    def _open(self) -> BinaryIO:
        try:
            raw = self.path.open("rb")
        except OSError as e:
            raise _unreadable(self.label, e) from e
        self._raw = raw
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb")) if self.path.suffix.lower() == ".gz" else raw

    def _read(self, stream: BinaryIO, size: int) -> bytes:
        try:
            data = stream.read(size)
            self._position = self._raw.tell()
        except (OSError, EOFError, zlib.error) as e:
            raise _unreadable(self.label, e) from e
        return data


def _unreadable(label: str, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(
        f"can't be read: {reason}",
        file=label,
        reason="unreadable",
        hint="Check its permissions and that it was copied completely.",
    )


def _start(head: bytes, label: str, delimiter: str) -> tuple[Dialect, int, int]:
    newline = b"\r" if b"\r" in head and b"\n" not in head else b"\n"
    start = len(BOM) if head.startswith(BOM) else 0
    line = 1
    while start < len(head):
        end = head.find(newline, start)
        stop = len(head) if end < 0 else end
        text = head[start:stop].removesuffix(b"\r")
        start, line = stop + len(newline), line + 1
        if text.strip():
            names, mark = _names(text, delimiter, label)
            return Dialect(names, mark, newline, "utf-8" if head.startswith(BOM) else "ascii"), start, line
    raise InputError("the file holds no header", file=label, reason="empty_file", hint="Export it again.")


def _names(text: bytes, delimiter: str, label: str) -> tuple[tuple[str, ...], str]:
    decoded = text.decode(choose(text), "replace")
    mark = delimiter if delimiter in decoded else max(DELIMITERS, key=decoded.count)
    mark = mark if mark in decoded else delimiter
    cells = next(csv.reader(io.StringIO(decoded, newline=""), delimiter=mark), [])
    return header_of(cells, label, 1), mark


def _with_encoding(dialect: Dialect, block: bytes) -> Dialect:
    if dialect.encoding != "ascii" or block.isascii():
        return dialect
    return replace(dialect, encoding=choose(block))
