"""Commits to the lake: whole batches, once each, with the history kept for ever.

A batch is committed to its table and then to the ledger. The table's commit carries the batch id as a Delta
application transaction and the ledger record as metadata, so that after a kill between the two the ledger is
completed from the table (`recover`). Call everything here under `Workspace.writing`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Transaction
from deltalake.transaction import AddAction, RemoveAction

from graphfraud.lake.stage import Staged

RECORD = "graphfraud.batch"
# Versions are evidence: a run names the versions it read, and a replaced row must stay readable.
FOR_EVER = {
    "delta.enableExpiredLogCleanup": "false",
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
}


class LakeWriter:
    """Commits batches to the tables under `lake`; each table is opened once and then followed."""

    def __init__(self, lake: Path) -> None:
        self.lake = lake
        self._opened: dict[str, DeltaTable] = {}

    def table(self, name: str) -> DeltaTable | None:
        """Open a table at its newest version, None where it was never written."""
        if name in self._opened:
            self._opened[name].update_incremental()
        elif DeltaTable.is_deltatable(str(self.lake / name)):
            self._opened[name] = DeltaTable(self.lake / name)
        return self._opened.get(name)

    def ensure(self, name: str, schema: pa.Schema) -> DeltaTable:
        """Open a table, making an empty one where there is none."""
        table = self.table(name)
        if table is None:
            folder = self.lake / name
            folder.mkdir(parents=True, exist_ok=True)
            table = DeltaTable.create(folder, schema, name=name, configuration=dict(FOR_EVER))
            self._opened[name] = table
        return table

    def attempts(self, name: str, batch_id: str) -> int:
        """Give how often the batch was committed to the table: 0 for never."""
        table = self.table(name)
        return 0 if table is None else table.transaction_version(batch_id) or 0

    def commit(
        self,
        name: str,
        schema: pa.Schema,
        batch_id: str,
        added: Iterable[Staged],
        removed: Iterable[str] = (),
        *,
        key: str | None = None,
        record: dict[str, Any] | None = None,
    ) -> None:
        """Make staged files part of the table, and take the `removed` ones out, in one step.

        Rows of removed files stay readable in older versions of the table.
        """
        table = self.ensure(name, schema)
        now = int(time.time() * 1000)
        actions: list[AddAction | RemoveAction] = [_add(self.lake / name, staged, key, now) for staged in added]
        actions += [RemoveAction(file, True, now) for file in removed]
        metadata = None if record is None else {RECORD: json.dumps(record, ensure_ascii=False, sort_keys=True)}
        mark = Transaction(batch_id, self.attempts(name, batch_id) + 1)
        table.create_write_transaction(
            actions,
            "append",
            schema,
            commit_properties=CommitProperties(custom_metadata=metadata, app_transactions=[mark]),
        )

    def files(self, name: str) -> list[str]:
        """Give the names of the table's files, sorted."""
        table = self.table(name)
        return [] if table is None else sorted(Path(uri).name for uri in table.file_uris())


def last_record(folder: Path) -> dict[str, Any] | None:
    """Give the ledger record of the table's newest commit, None where it carries none."""
    if not DeltaTable.is_deltatable(str(folder)):
        return None
    history = DeltaTable(folder).history(1)
    text = history[0].get(RECORD) if history else None
    record: dict[str, Any] | None = None if text is None else json.loads(text)
    return record


def clear_strays(folder: Path) -> None:
    """Remove staged files of batches that never reached the table; files of any of its versions stay."""
    if not DeltaTable.is_deltatable(str(folder)):
        return
    table = DeltaTable(folder)
    known: dict[str, bool] = {}
    for path in folder.glob("*-*.parquet"):
        batch_id = path.name.split("-", 1)[0]
        if batch_id not in known:
            known[batch_id] = table.transaction_version(batch_id) is not None
        if not known[batch_id]:
            path.unlink(missing_ok=True)


def _add(folder: Path, staged: Staged, key: str | None, now: int) -> AddAction:
    stats: dict[str, Any] = {"numRecords": staged.rows}
    if key is not None and staged.low is not None:
        stats |= {"minValues": {key: staged.low}, "maxValues": {key: staged.high}, "nullCount": {key: 0}}
    size = (folder / staged.name).stat().st_size
    return AddAction(staged.name, size, {}, now, True, json.dumps(stats, ensure_ascii=False))
