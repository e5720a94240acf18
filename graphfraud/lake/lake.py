"""The lake: one Delta table a national table, plus `batch` (the ledger) and `quarantine`.

Readers take a table's file list and version from here; only `ingest` writes, through `graphfraud.lake.commit`.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
from deltalake import DeltaTable

import queries
from graphfraud.engine.base import Engine
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import WorkspaceError


class Lake:
    """Read access to the Delta tables under `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def has(self, table: str) -> bool:
        """Say whether the table was ever written."""
        return DeltaTable.is_deltatable(str(self.root / table))

    def version(self, table: str) -> int:
        """Give the Delta version of the table, -1 where it was never written."""
        return DeltaTable(self.root / table).version() if self.has(table) else -1

    def files(self, table: str, version: int | None = None) -> list[str]:
        """Give the Parquet files that make up the table (at `version`, or now), sorted: absolute paths."""
        if not self.has(table):
            return []
        # The URIs have spaces and Chinese letters of the folder percent-encoded; the files lie flat in it.
        folder = (self.root / table).absolute()
        return sorted(str(folder / Path(uri).name) for uri in DeltaTable(folder, version=version).file_uris())

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the column names of the table in the lake."""
        if not self.has(table):
            return ()
        return tuple(f.name for f in DeltaTable(self.root / table).schema().fields)

    def register(self, engine: Engine, table: str) -> bool:
        """Make the table known to the engine under its own name; False where it holds no row."""
        found = self.files(table)
        if found:
            engine.register(table, found)
        return bool(found)

    def project(self, engine: DuckDBEngine, name: str, table: str, **columns: str) -> bool:
        """Make columns of the table known to the engine as view `name`; False where the table holds no row.

        `columns`: the name in the view → the model's column.
        """
        found = self.files(table)
        if found:
            shown = ", ".join(f'"{column}" AS {alias}' for alias, column in columns.items())
            engine.connection.register(name, engine.connection.read_parquet(found).project(shown))
        return bool(found)

    def null_counts(self, table: str) -> tuple[int, dict[str, int]]:
        """Give the number of rows, and of nulls in each column, from the files' own statistics."""
        rows = 0
        nulls: Counter[str] = Counter()
        for path in self.files(table):
            metadata = pq.read_metadata(path)
            rows += metadata.num_rows
            for group in range(metadata.num_row_groups):
                for place in range(metadata.num_columns):
                    chunk = metadata.row_group(group).column(place)
                    nulls[chunk.path_in_schema] += chunk.statistics.null_count
        return rows, dict(nulls)

    def data_version(self, engine: Engine, tables: tuple[str, ...]) -> str:
        """Give a hash of the content of `tables`: the same rows give the same text, in whatever order or files.

        Raises:
            WorkspaceError: none of the tables holds a row.
        """
        digest = hashlib.sha256()
        seen = False
        for table in sorted(tables):
            if self.register(engine, table):
                seen = True
                engine.table("content_of", f"SELECT _row_hash FROM {table}")  # noqa: S608 - a model name
                digest.update(f"{table}:{engine.scalar(queries.sql('content_digest'))};".encode())
        if not seen:
            raise WorkspaceError(
                f"The lake {self.root} is empty",
                path=str(self.root),
                hint="Load claim files first: graphfraud load FOLDER",
            )
        return digest.hexdigest()[:16]
