"""Settles keys that meet: inside one file, and between a file and the lake."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.keys import Int64s
from graphfraud.lake.stage import Stage, Staged

Mask = npt.NDArray[np.bool_]
NOTHING: Int64s = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Repeats:
    """Lines to leave out because an earlier line of the file has their key: saying the same, or otherwise."""

    same: Int64s
    other: Int64s


@dataclass(frozen=True, slots=True)
class Collisions:
    """Staged lines that the lake holds already, how many replace a row of it, and those rows.

    `replaced`: file name in the table's folder → batch id → lines of that batch.
    """

    duplicate: Int64s
    updated: int
    replaced: dict[str, dict[str, Int64s]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and how to compare: folder of the staged files (another one in a dry run) and of the table's own files,
    the table's key (None: the whole row), the engine.
    """

    folder: Path
    kept: Path
    key: str | None
    engine: DuckDBEngine

    @contextmanager
    def staged(self, files: list[Staged]) -> Iterator[None]:
        """Make the staged rows known to the engine as `staged`."""
        _view(self.engine, "staged", [str(self.folder / f.name) for f in files], self.key)
        yield
        self.engine.connection.unregister("staged")


def repeats(place: Place, files: list[Staged], lines: Int64s) -> Repeats:
    """Judge the lines whose key hash occurs more than once in the file: the first line of a key stays."""
    if not len(lines) or not files:
        return Repeats(NOTHING, NOTHING)
    with place.staged(files):
        place.engine.register("candidates", pa.table({"line": lines}))
        found = place.engine.arrow(queries.sql("load_repeats"))
    line, same = _numbers(found, "line"), found.column("same").to_numpy()
    return Repeats(np.sort(line[same]), np.sort(line[~same]))


def collisions(place: Place, files: list[Staged], table: DeltaTable | None, dropped: Int64s) -> Collisions:
    """Compare the staged rows, less the `dropped` lines, with the rows of the Delta table."""
    known = _overlapping(table, files, place.key) if files and table is not None else []
    if not known:
        return Collisions(NOTHING, 0)
    with place.staged(files):
        # By path, not by the table's URIs, which have spaces and Chinese letters percent-encoded.
        _view(place.engine, "existing", [str(place.kept / name) for name in known], place.key)
        found = place.engine.arrow(queries.sql("load_collisions"))
        place.engine.connection.unregister("existing")
    found = found.filter(pa.array(~np.isin(_numbers(found, "line"), dropped)))
    same = found.column("same").to_numpy().astype(bool)
    other = found.filter(pa.array(~same))
    return Collisions(np.sort(_numbers(found, "line")[same]), other.num_rows, _by_file(other))


def without_lines(folder: Path, files: list[Staged], lines: Int64s, stage: Stage) -> list[Staged]:
    """Write the files that hold any of the lines again without them, through `stage`; give all files."""
    if not len(lines):
        return files
    kept: list[Staged] = []
    for file in files:
        path = folder / file.name
        held = np.isin(_numbers(pq.read_table(path, columns=["_line"]), "_line"), lines)
        if not held.any():
            kept.append(file)
            continue
        _copy(path, lambda rows: ~np.isin(_numbers(rows, "_line"), lines), stage)
        path.unlink()
    return kept + stage.close()


def without_replaced(folder: Path, replaced: dict[str, dict[str, Int64s]], stage: Stage) -> list[Staged]:
    """Write files of the lake again without their replaced rows, through `stage`; the old files stay."""
    for name, batches in sorted(replaced.items()):
        _copy(folder / name, partial(_standing, batches), stage)
    return stage.close()


def _standing(batches: dict[str, Int64s], rows: pa.Table) -> Mask:
    line = _numbers(rows, "_line")
    batch = rows.column("_batch_id").to_numpy()
    keep = np.ones(len(line), dtype=bool)
    for batch_id, lines in batches.items():
        keep &= ~((batch == batch_id) & np.isin(line, lines))
    return keep


def _view(engine: DuckDBEngine, name: str, files: list[str], key: str | None) -> None:
    """Register files under `name` with the key as column `key`."""
    shown = f'"{key}"' if key else "_row_hash"
    relation = engine.connection.read_parquet(files, filename=True)
    engine.connection.register(name, relation.project(f"{shown} AS key, _batch_id, _line, _row_hash, filename"))


def _overlapping(table: DeltaTable, files: list[Staged], key: str | None) -> list[str]:
    """Give the names of the table's files whose key range meets that of the staged files."""
    actions = pa.table(table.get_add_actions(flatten=True))
    names = actions.column("path").to_pylist()
    if key is None or f"min.{key}" not in actions.column_names:
        return sorted(names)
    lows, highs = (actions.column(c).to_pylist() for c in (f"min.{key}", f"max.{key}"))
    low = min(f.low for f in files if f.low is not None)
    high = max(f.high for f in files if f.high is not None)
    ranges = zip(names, lows, highs, strict=True)
    return sorted(n for n, a, b in ranges if a is None or b is None or (a <= high and low <= b))


def _copy(path: Path, keep: Callable[[pa.Table], Mask], stage: Stage) -> None:
    with pq.ParquetFile(path) as source:
        for batch in source.iter_batches(1 << 17):
            rows = pa.Table.from_batches([batch])
            stage.append(rows.filter(pa.array(keep(rows))))


def _by_file(found: pa.Table) -> dict[str, dict[str, Int64s]]:
    replaced: dict[str, dict[str, Int64s]] = {}
    grouped = found.group_by(["old_file", "old_batch"]).aggregate([("old_line", "list")])
    names, batches = (grouped.column(c).to_pylist() for c in ("old_file", "old_batch"))
    for name, batch, lines in zip(names, batches, grouped.column("old_line_list"), strict=True):
        replaced.setdefault(Path(name).name, {})[batch] = np.sort(lines.values.to_numpy())
    return replaced


def _numbers(table: pa.Table, column: str) -> Int64s:
    numbers: Int64s = table.column(column).to_numpy().astype(np.int64)
    return numbers
