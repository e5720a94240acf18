"""The engine for one machine: DuckDB in the process, spilling to disk past its memory limit."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.engine.base import Engine

GROUP_ROWS = 131_072
"""Rows of a Parquet row group: small enough that readers skip groups, large enough that they compress."""
IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*\Z")


class DuckDBEngine(Engine):
    """DuckDB in memory. Use as a context manager.

    Args:
        memory_limit: e.g. `"2GB"`; past it DuckDB spills to `temp`.
        threads: number of threads, all cores by default.
        temp: folder for spilled data.
    """

    def __init__(self, *, memory_limit: str = "2GB", threads: int | None = None, temp: Path | None = None) -> None:
        config: dict[str, Any] = {
            "memory_limit": memory_limit,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads is not None:
            config["threads"] = threads
        if temp is not None:
            config["temp_directory"] = str(temp)
        self.connection = duckdb.connect(":memory:", config=config)

    def table(self, name: str, sql: str, **params: Any) -> None:
        """Keep the statement's rows as table `name`, replacing an older one."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {_identifier(name)} AS {sql}", params or None)

    def scalar(self, sql: str, **params: Any) -> Any:
        """Give the first column of the first row, or None where there is no row."""
        rows = self.connection.execute(sql, params or None).fetchall()
        return rows[0][0] if rows else None

    def arrow(self, sql: str, **params: Any) -> pa.Table:
        """Give all rows as an Arrow table."""
        return self.connection.sql(sql, params=params or None).to_arrow_table()

    def write(self, path: Path, sql: str, **params: Any) -> None:
        """Write all rows, in their order, to a Parquet file, without holding them all."""
        rows = self.connection.sql(sql, params=params or None).to_arrow_reader(GROUP_ROWS)
        with pq.ParquetWriter(path, rows.schema) as file:
            for batch in rows:
                file.write_batch(batch, row_group_size=GROUP_ROWS)

    def register(self, name: str, source: pa.Table | list[str]) -> None:
        """Make an Arrow table, or a list of Parquet files, known under `name`."""
        relation = self.connection.read_parquet(source) if isinstance(source, list) else source
        self.connection.register(_identifier(name), relation)

    def close(self) -> None:
        """Free memory and temporary files."""
        self.connection.close()

    def __enter__(self) -> DuckDBEngine:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _identifier(name: str) -> str:
    """Give `name` back if it is a plain lower-case identifier; table names come from code, never from data."""
    if not IDENTIFIER.match(name):
        raise ValueError(f"not a table name: {name!r}")
    return name
