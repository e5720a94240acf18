"""An engine runs the SQL texts of `queries/sql` and has four verbs: table, scalar, arrow, write."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import pyarrow as pa


class Engine(ABC):
    """Runs SQL over named tables. Parameters are named (`$name`); nothing is ever built into the text."""

    @abstractmethod
    def table(self, name: str, sql: str, **params: Any) -> None:
        """Keep the statement's rows as table `name`, replacing an older one."""

    @abstractmethod
    def scalar(self, sql: str, **params: Any) -> Any:
        """Give the first column of the first row, or None where there is no row."""

    @abstractmethod
    def arrow(self, sql: str, **params: Any) -> pa.Table:
        """Give all rows as an Arrow table."""

    @abstractmethod
    def write(self, path: Path, sql: str, **params: Any) -> None:
        """Write all rows, in their order, to a Parquet file, without holding them all."""

    @abstractmethod
    def register(self, name: str, source: pa.Table | list[str]) -> None:
        """Make an Arrow table, or a list of Parquet files, known under `name`."""

    @abstractmethod
    def close(self) -> None:
        """Free memory and temporary files."""
