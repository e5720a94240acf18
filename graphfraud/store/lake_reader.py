"""Read lake rows as they were for a run, masked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import queries
from graphfraud.engine.base import Engine
from graphfraud.errors import WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.model.masking import mask_table
from graphfraud.model.schema import PROVENANCE, lake_schema, tables
from graphfraud.store.row_files import RowFile, Twins

LEDGER = pa.schema([("batch_id", pa.string()), ("file", pa.string())])
REGISTERS = {
    "patient": ("psn_info_b", "store_persons"),
    "doctor": ("dr_info_b", "store_doctors"),
    "hospital": ("medins_info_b", "store_institutions"),
    "clinic": ("medins_info_b", "store_institutions"),
    "pharmacy": ("medins_info_b", "store_institutions"),
}
"""Where an entity of each kind is registered, and the query that reads it."""


class LakeReader:
    """The lake at the versions that a run has read.

    Args:
        lake: the lake.
        engine: runs the queries; shared between readers, so every use holds `lock`.
        versions: Delta version of each table; -1: it was empty. A table that isn't named is read as it is now.
        lock: guards the engine.
        claims: claims folder of the run's data.
    """

    def __init__(self, lake: Lake, engine: Engine, versions: Mapping[str, int], lock: RLock, claims: Path) -> None:
        self._lake = lake
        self._engine = engine
        self._versions = versions
        self._lock = lock
        self._claims = claims
        self._files: dict[str, list[str]] = {}

    def claims(self, setl_ids: tuple[str, ...]) -> pa.Table:
        """Give settlement rows as loaded, masked, with `source_file` and `_line`, by setl_time, setl_id."""
        files = self._twins.open()
        if files is None:
            rows = self._query("ring_claims", ("setl_d", "batch"), setl_ids=list(setl_ids))
            # One read is not worth the wait; whoever reads on gets the fast way meanwhile.
            self._twins.build_aside(after=2)
        else:
            rows = self._from_twins(files, setl_ids)
        rows = mask_table(rows, "setl_d")
        kept = [name for name in rows.column_names if name not in (*PROVENANCE, "source_file")]
        return rows.select([*kept, "source_file", "_line"])

    def prepare(self) -> None:
        """Build what makes `claims` fast, once a lake file.

        Raises:
            OSError: it can't be written.
        """
        self._twins.build()

    def _from_twins(self, files: list[RowFile], setl_ids: tuple[str, ...]) -> pa.Table:
        empty = lake_schema(tables()["setl_d"]).empty_table()
        try:
            found = [table for file in files for table in file.rows(setl_ids)]
        except (OSError, ValueError, EOFError) as e:
            raise self._unreadable("rows", e) from e
        rows = pa.concat_tables([empty, *found], promote_options="default")
        at = pc.index_in(rows["_batch_id"], self._batches["batch_id"].combine_chunks())
        rows = rows.append_column("source_file", self._batches["file"].take(at))
        return rows.sort_by([("setl_time", "ascending"), ("setl_id", "ascending")])

    @cached_property
    def _batches(self) -> pa.Table:
        return self._query("store_batches", ("batch",))

    @cached_property
    def _twins(self) -> Twins:
        source = self.source("setl_d")
        return Twins([Path(f) for f in source] if isinstance(source, list) else [], self._lake.root.parent / "rows")

    def register_rows(self, kind: str, ids: tuple[str, ...]) -> dict[str, dict[str, Any]]:
        """Give the register row of each entity, masked; entities that aren't registered are left out."""
        if kind not in REGISTERS or not ids:
            return {}
        table, query = REGISTERS[kind]
        rows = mask_table(self._query(query, (table,), ids=list(ids)), table)
        names = [name for name in rows.column_names if name not in PROVENANCE]
        found = rows.select(names).to_pylist()
        by_code = {row[tables()[table].key[0]]: row for row in found}
        local = {f"{row.get('main_pracins_no')}/{row.get('dr_code')}": row for row in found}
        return {id: row for id in ids if (row := local.get(id) or by_code.get(id))}

    def institution_kind(self, id: str) -> str | None:
        """Give the kind of a registered institution, None where there is none."""
        path = self._claims / "institution.parquet"
        if not path.exists():
            return None
        rows = pq.read_table(path, filters=[("fixmedins_code", "=", id)])
        return rows["kind"][0].as_py() if rows.num_rows else None

    def institution_names(self) -> dict[str, str]:
        """Give the name of every institution that the register names."""
        rows = self._query("store_institution_names", ("medins_info_b",))
        return dict(zip(rows[0].to_pylist(), rows[1].to_pylist(), strict=True))

    def districts(self) -> dict[str, str]:
        """Give the district of every institution whose district is registered."""
        rows = self._query("scope_districts", ("medins_info_b",))
        return dict(zip(rows[0].to_pylist(), rows[1].to_pylist(), strict=True))

    def _query(self, name: str, needed: tuple[str, ...], **params: Any) -> pa.Table:
        with self._lock:
            try:
                for table in needed:
                    self._engine.register(table, self.source(table))
                return self._engine.arrow(queries.sql(name), **params)
            except (duckdb.IOException, duckdb.InvalidInputException) as e:
                raise self._unreadable(", ".join(needed), e) from e

    def source(self, table: str) -> pa.Table | list[str]:
        """Give the table's files at the pinned version, or an empty table; whoever asks holds the engine's lock."""
        if table not in self._files:
            version = self._versions.get(table)
            try:
                self._files[table] = [] if version == -1 else self._lake.files(table, version)
            except Exception as e:  # deltalake raises several unrelated classes
                raise self._unreadable(f"{table} (version {version})", e) from e
        schema = LEDGER if table == "batch" else lake_schema(tables()[table])
        return self._files[table] or schema.empty_table()

    def _unreadable(self, what: str, why: Exception) -> WorkspaceError:
        root = self._lake.root.parent
        return WorkspaceError(
            f"Claim data in {root} can't be read ({what}): {why}",
            path=str(root),
            kind="lake",
            hint=f"Restore {root / 'lake'} from a backup, or load and scan again; {root / 'rows'} may be deleted.",
        )
