"""Writes rows as Parquet files beside a Delta table, unseen by readers until a commit names them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROW_GROUP = 1 << 17
ROWS_PER_FILE = 1 << 22
# A column with fewer distinct values than this share of the first rows is written with a dictionary.
DICTIONARY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Staged:
    """A finished file: its name in the table's folder, its rows, and the range of the key column, if any."""

    name: str
    rows: int
    low: str | None
    high: str | None


class Stage:
    """Collects rows into files `<prefix>-<n>.parquet` in `folder`. Close it to get the files.

    Args:
        folder: the table's folder.
        prefix: begins with the batch id and a hyphen, by which files of uncommitted batches are known and cleared.
        schema: of the rows.
        key: column whose smallest and largest value are kept for pruning; None for none.
    """

    def __init__(self, folder: Path, prefix: str, schema: pa.Schema, key: str | None = None) -> None:
        self.folder = folder
        self.prefix = prefix
        self.schema = schema
        self.key = key
        self.files: list[Staged] = []
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._writer: pq.ParquetWriter | None = None
        self._rows = 0
        self._low: str | None = None
        self._high: str | None = None

    def append(self, rows: pa.Table) -> None:
        """Add rows; they reach the disk in groups."""
        if not rows.num_rows:
            return
        self._held.append(rows)
        self._held_rows += rows.num_rows
        if self._held_rows >= ROW_GROUP:
            self._flush()

    def close(self) -> list[Staged]:
        """Finish the last file and give all of them."""
        self._flush()
        self._finish()
        return self.files

    def abandon(self) -> None:
        """Stop writing; what is on the disk is left to `graphfraud.lake.commit.clear_strays`."""
        self._held = []
        if self._writer is not None:
            # On a full disk the end of the file can't be written either; the file goes anyway.
            with suppress(OSError):
                self._writer.close()
            self._writer = None

    def _flush(self) -> None:
        if not self._held:
            return
        table = pa.concat_tables(self._held)
        self._held, self._held_rows = [], 0
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.folder / self._name(), self.schema, compression="snappy", use_dictionary=_repeating(table)
            )
        self._writer.write_table(table, row_group_size=ROW_GROUP)
        self._rows += table.num_rows
        if self.key is not None:
            ends = pc.min_max(table.column(self.key)).as_py()
            self._low = ends["min"] if self._low is None else min(self._low, ends["min"])
            self._high = ends["max"] if self._high is None else max(self._high, ends["max"])
        if self._rows >= ROWS_PER_FILE:
            self._finish()

    def _finish(self) -> None:
        if self._writer is None:
            return
        self._writer.close()
        self._writer = None
        self.files.append(Staged(self._name(), self._rows, self._low, self._high))
        self._rows, self._low, self._high = 0, None, None

    def _name(self) -> str:
        return f"{self.prefix}-{len(self.files)}.parquet"


def _repeating(table: pa.Table) -> list[str]:
    """Give the text columns whose values repeat; a dictionary of unique ids only costs time."""
    sample = table.slice(0, 20_000)
    limit = DICTIONARY_SHARE * sample.num_rows
    texts = [f.name for f in table.schema if pa.types.is_string(f.type)]
    return [name for name in texts if pc.count_distinct(sample.column(name)).as_py() <= limit]
