"""Writes tables as CSV in chunks, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from graphfraud.errors import WorkspaceError
from graphfraud.synth.calendar import Ints

CHUNK = 200_000
_OPTIONS = pc.WriteOptions(quoting_style="needed")


def make_folder(folder: Path) -> None:
    """Make the folder where it isn't there.

    Raises:
        WorkspaceError: it can't be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise _unwritable(folder, e) from e


def _unwritable(path: Path, error: OSError) -> WorkspaceError:
    return WorkspaceError(
        f"Can't write {path}: {error.strerror or error}",
        path=str(path),
        hint="Free some space, or choose another folder with --out.",
    )


def write_rows(folder: Path, name: str, order: Ints, rows: Callable[[Ints], pa.Table]) -> int:
    """Write `rows(index)` for the indices of `order`, in that order, and give their number.

    Raises:
        WorkspaceError: the file can't be written.
    """
    path = folder / f"{name}.csv"
    schema = rows(order[:0]).schema
    try:
        with pc.CSVWriter(str(path), schema, write_options=_OPTIONS) as out:
            for chunk in np.array_split(order, max(1, -(-len(order) // CHUNK))):
                out.write_table(rows(chunk).cast(schema))
    except OSError as e:
        raise _unwritable(path, e) from e
    return len(order)


def write_table(folder: Path, name: str, table: pa.Table) -> int:
    """Write a whole table and give its number of rows."""
    return write_rows(folder, name, np.arange(table.num_rows), lambda index: table.take(pa.array(index)))
