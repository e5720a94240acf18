"""XLSX workbooks: the sheet named after the table, or the first one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, load_workbook

from graphfraud.errors import InputError
from ingest.cell import WHITE
from ingest.readers.base import Chunk, Reader, Rejected, header_of
from ingest.readers.values import text_of

ROWS = 20_000


class XlsxReader(Reader):
    """One sheet of a workbook. Row numbers are those that Excel shows.

    Args:
        path: the file.
        label: the name to use in messages and in the ledger.
        sheets: names of the sheet to read, in any case; the first sheet where none of them is there.
    """

    def __init__(self, path: Path, label: str, sheets: tuple[str, ...]) -> None:
        self.path = path
        self.label = label
        self.sheets = sheets
        self._position = 0

    @property
    def position(self) -> int:
        """Bytes read so far, by share of the rows."""
        return self._position

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in file order."""
        return self._head[1]

    @cached_property
    def _sheet(self) -> CalamineSheet:
        try:
            book = load_workbook(self.path)
            wanted = [n for n in book.sheet_names if n.strip().lower() in self.sheets]
            return book.get_sheet_by_name((wanted or book.sheet_names)[0])
        except (CalamineError, OSError, IndexError, ValueError) as e:
            raise InputError(
                f"can't be read as an Excel workbook: {e}",
                file=self.label,
                reason="unreadable",
                hint="Open it in a spreadsheet program and save it as .xlsx, or as CSV in UTF-8.",
            ) from e

    @cached_property
    def _head(self) -> tuple[int, tuple[str, ...]]:
        """The Excel row of the header, and the names in it."""
        for number, cells in self._rows():
            names = [text_of(cell) or "" for cell in cells]
            if any(name.strip(WHITE) for name in names):
                return number, header_of(names, self.label, number)
        raise InputError("the sheet is empty", file=self.label, reason="empty_file", hint="Export it again.")

    def chunks(self, wanted: tuple[str, ...]) -> Iterator[Chunk]:
        """Give the rows, some thousands at a time; rows without any value are passed over."""
        start, header = self._head
        places = [header.index(name) for name in wanted]
        size, height = self.path.stat().st_size, max(self._sheet.total_height, 1)
        held: list[tuple[int, list[str | None]]] = []
        for number, cells in self._rows():
            texts = [text_of(cell) for cell in cells]
            if number > start and any(texts):
                held.append((number, texts))
            if len(held) == ROWS:
                self._position = min(size, size * number // height)
                yield _chunk(held, wanted, places, len(header))
                held = []
        self._position = size
        if held:
            yield _chunk(held, wanted, places, len(header))

    def _rows(self) -> Iterator[tuple[int, list[object]]]:
        first = self._sheet.start
        offset = 1 if first is None else first[0] + 1
        for number, cells in enumerate(self._sheet.iter_rows(), offset):
            yield number, list(cells)


def _chunk(held: list[tuple[int, list[str | None]]], wanted: tuple[str, ...], places: list[int], width: int) -> Chunk:
    good = [(number, texts) for number, texts in held if not any(texts[width:])]
    columns = {
        name: pa.array([texts[place] if place < len(texts) else None for _, texts in good], pa.string())
        for name, place in zip(wanted, places, strict=True)
    }
    return Chunk(
        columns,
        pa.array([number for number, _ in good], pa.int64()),
        lambda row: json.dumps(good[row][1], ensure_ascii=False),
        rejected=tuple(
            Rejected(
                number,
                "",
                "ragged_row",
                f"more cells than the header's {width}",
                json.dumps(texts, ensure_ascii=False),
            )
            for number, texts in held
            if any(texts[width:])
        ),
    )
