"""Parquet files, in batches; the row number stands for the line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.errors import InputError
from ingest.readers.base import Chunk, Reader, header_of
from ingest.readers.values import readable_texts

ROWS = 1 << 16


class ParquetReader(Reader):
    """A Parquet file.

    Args:
        path: the file.
        label: the name to use in messages and in the ledger.
    """

    def __init__(self, path: Path, label: str) -> None:
        self.path = path
        self.label = label
        self._position = 0

    @property
    def position(self) -> int:
        """Bytes read so far, by share of the rows."""
        return self._position

    @property
    def header(self) -> tuple[str, ...]:
        """Column names in file order."""
        return header_of(self._names, self.label)

    @cached_property
    def _names(self) -> list[str]:
        if self.path.stat().st_size == 0:
            raise InputError("the file is empty", file=self.label, reason="empty_file", hint="Export it again.")
        with self._open() as source:
            names: list[str] = source.schema_arrow.names
        return names

    def chunks(self, wanted: tuple[str, ...]) -> Iterator[Chunk]:
        """Give the rows, batch by batch.

        Raises:
            InputError: the file can't be read to its end, or a wanted column holds lists or structures.
        """
        own = [self._names[self.header.index(name)] for name in wanted]
        size = self.path.stat().st_size
        done = 0
        with self._open() as source:
            for batch in self._batches(source, own):
                cells = {n: self._texts(batch.column(o), n) for n, o in zip(wanted, own, strict=True)}
                yield _chunk(cells, pa.array(range(done + 1, done + 1 + len(batch))))
                done += len(batch)
                self._position = size * done // max(source.metadata.num_rows, 1)

    def _batches(self, source: pq.ParquetFile, names: list[str]) -> Iterator[pa.RecordBatch]:
        try:
            yield from source.iter_batches(ROWS, columns=names, use_threads=False)
        except (pa.ArrowException, OSError) as e:
            raise self._unreadable(e) from e

    def _texts(self, column: pa.Array, name: str) -> tuple[pa.Array, list[int]]:
        try:
            return readable_texts(column)
        except pa.ArrowException as e:
            raise InputError(
                f"cells of type {column.type} are no table cells", file=self.label, column=name, reason="bad_type"
            ) from e

    def _open(self) -> pq.ParquetFile:
        try:
            return pq.ParquetFile(self.path)
        except (pa.ArrowException, OSError) as e:
            raise self._unreadable(e) from e

    def _unreadable(self, error: Exception) -> InputError:
        return InputError(
            f"can't be read as Parquet: {str(error).splitlines()[0]}",
            file=self.label,
            reason="unreadable",
            hint="Check its permissions and that it was copied completely.",
        )


def _chunk(cells: dict[str, tuple[pa.Array, list[int]]], lines: pa.Array) -> Chunk:
    shown = {name: texts for name, (texts, _) in cells.items()}
    broken = {name: lost for name, (_, lost) in cells.items() if lost}
    good = dict(shown)
    for name, rows in broken.items():
        lost = np.zeros(len(lines), dtype=bool)
        lost[rows] = True
        good[name] = pc.if_else(pa.array(lost), pa.scalar(None, pa.string()), shown[name])
    return Chunk(good, lines, _Rows(shown).text, broken)


class _Rows:
    """The raw text of rows that never were text: their cells as JSON."""

    def __init__(self, columns: dict[str, pa.Array]) -> None:
        self.columns = columns

    def text(self, row: int) -> str:
        cells = {name: column[row].as_py() for name, column in self.columns.items()}
        return json.dumps(cells, ensure_ascii=False)
