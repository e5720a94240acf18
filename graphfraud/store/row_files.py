"""Settlement rows by id in a millisecond: an uncompressed twin of each lake file, mapped into memory.

To give fifty rows out of a million, a Parquet reader unpacks nearly every page of every column. A lake file never
changes, so its twin is written once and holds for every data version that has the file:

    rows/<lake file>/keys.npy     n 64-bit keys of setl_id, ascending
    rows/<lake file>/places.npy   n row numbers, beside `keys`
    rows/<lake file>/<g>.arrow    the rows of row group g as loaded, from 0
    rows/<lake file>/starts.npy   g + 1: first row of each group
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import queries
from graphfraud.engine.base import Engine
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.store.entity_graph import write_arrow
from graphfraud.workspace import write_whole

Ints = npt.NDArray[np.integer[Any]]


class RowFile:
    """The twin of one lake file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._keys = np.load(folder / "keys.npy", mmap_mode="r")
        self._places = np.load(folder / "places.npy", mmap_mode="r")
        self._starts = np.load(folder / "starts.npy")
        self._groups: dict[int, pa.Table] = {}

    def rows(self, setl_ids: Sequence[str]) -> list[pa.Table]:
        """Give the rows with these ids, in tables of a row group each."""
        wanted = np.array(sorted(_key(id) for id in set(setl_ids)), np.uint64)
        first, last = (np.searchsorted(self._keys, wanted, side) for side in ("left", "right"))
        # Two ids may have one key, however unlikely: take all, and look at the ids themselves.
        found = [self._places[a:b] for a, b in zip(first, last, strict=True) if b > a]
        if not found:
            return []
        places = np.sort(np.concatenate(found))
        groups = np.searchsorted(self._starts, places, "right") - 1
        tables = [self._take(int(g), places[groups == g] - self._starts[g]) for g in np.unique(groups)]
        ids = pa.array(setl_ids, pa.string())
        return [table.filter(pc.is_in(table["setl_id"], ids)) for table in tables]

    def _take(self, group: int, places: Ints) -> pa.Table:
        if group not in self._groups:
            with pa.memory_map(str(self._folder / f"{group}.arrow")) as source:
                self._groups[group] = pa.ipc.open_file(source).read_all()
        return _plain(self._groups[group].take(pa.array(places)))


class Twins:
    """The twins of the lake files that make up one version of `setl_d`."""

    def __init__(self, lake_files: Sequence[Path], root: Path) -> None:
        self._lake_files = lake_files
        self._root = root
        self._opened: list[RowFile] | None = None
        self._missed = 0

    def open(self) -> list[RowFile] | None:
        """Give the twins, None where not all are there yet."""
        folders = [self._root / file.stem for file in self._lake_files]
        if self._opened is None and all(folder.exists() for folder in folders):
            self._opened = [RowFile(folder) for folder in folders]
        return self._opened

    def build(self) -> None:
        """Write the twins that are missing.

        Raises:
            OSError: they can't be written.
        """
        self._root.mkdir(parents=True, exist_ok=True)
        with DuckDBEngine(memory_limit="1GB", threads=1) as engine:
            for file in self._lake_files:
                folder = self._root / file.stem
                if not folder.exists():
                    write_whole(folder, partial(_write, file, engine))

    def build_aside(self, *, after: int) -> None:
        """Count a read that missed the twins; at the one numbered `after`, start to write them in a thread."""
        self._missed += 1
        if self._missed == after:
            Thread(target=self._try, daemon=True).start()

    def _try(self) -> None:
        try:
            self.build()
        except (OSError, pa.ArrowInvalid) as e:
            print(f"Claims are read the slow way, for {self._root} can't be filled: {e}", file=sys.stderr)


def _write(lake_file: Path, engine: Engine, made: Path) -> None:
    metadata = pq.read_metadata(lake_file)
    groups = [metadata.row_group(g) for g in range(metadata.num_row_groups)]
    coded = [
        column.path_in_schema
        for column in (groups[0].column(i) for i in range(metadata.num_columns if groups else 0))
        if column.has_dictionary_page and column.physical_type == "BYTE_ARRAY"
    ]
    file = pq.ParquetFile(lake_file, read_dictionary=coded)
    for g in range(len(groups)):
        write_arrow(file.read_row_group(g, use_threads=False), made / f"{g}.arrow")
    ids = pq.read_table(lake_file, columns=["setl_id"])
    engine.register("ids", ids.append_column("row", pa.array(np.arange(ids.num_rows, dtype=np.int32))))
    keyed = engine.arrow(queries.sql("store_keys"))
    order = np.argsort(keyed["key"].to_numpy())
    np.save(made / "keys.npy", keyed["key"].to_numpy()[order])
    np.save(made / "places.npy", keyed["row"].to_numpy()[order])
    np.save(made / "starts.npy", np.cumsum([0, *(group.num_rows for group in groups)]))


def _key(setl_id: str) -> int:
    """Give the key that `store_keys.sql` gives."""
    return int.from_bytes(hashlib.md5(setl_id.encode(), usedforsecurity=False).digest()[8:], "little")


def _plain(table: pa.Table) -> pa.Table:
    """Give dictionary columns as plain text."""
    schema = pa.schema([pa.field(f.name, _value_type(f.type)) for f in table.schema])
    return table.cast(schema)


def _value_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind
