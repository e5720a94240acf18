"""The ledger: one row a batch, that is a file loaded into a table, in the Delta table `batch`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from graphfraud.lake.commit import LakeWriter
from graphfraud.lake.stage import Stage

LEDGER = pa.schema(
    [
        ("batch_id", pa.string()),
        ("table", pa.string()),
        ("file", pa.string()),
        ("sha256", pa.string()),
        ("loaded_at", pa.string()),  # ISO 8601 with +08:00
        ("rows_read", pa.int64()),
        ("accepted", pa.int64()),
        ("duplicate", pa.int64()),
        ("updated", pa.int64()),
        ("quarantined", pa.int64()),
        ("reasons", pa.string()),  # JSON: reason → rows
        ("unreadable", pa.string()),  # JSON: optional column → cells set to null
        ("missing_columns", pa.string()),  # JSON list
        ("unknown_columns", pa.string()),  # JSON list
        ("mapping", pa.string()),
        ("mapping_digest", pa.string()),
        ("code_version", pa.string()),
    ]
)
"""`rows_read = accepted + duplicate + updated + quarantined`."""

FOLDER = "batch"


def read_ledger(lake: Path) -> pa.Table:
    """Give the ledger (LEDGER), sorted by table, file, batch_id; empty where nothing was loaded."""
    folder = lake / FOLDER
    if not DeltaTable.is_deltatable(str(folder)):
        return LEDGER.empty_table()
    table = pa.table(DeltaTable(folder).to_pyarrow_table()).select(LEDGER.names).cast(LEDGER)
    return table.sort_by([("table", "ascending"), ("file", "ascending"), ("batch_id", "ascending")])


def in_ledger(writer: LakeWriter, batch_id: str) -> bool:
    """Say whether the batch was loaded completely."""
    return writer.attempts(FOLDER, batch_id) > 0


def write_ledger(writer: LakeWriter, record: dict[str, Any]) -> None:
    """Add one batch."""
    writer.ensure(FOLDER, LEDGER)
    stage = Stage(writer.lake / FOLDER, record["batch_id"], LEDGER)
    stage.append(pa.Table.from_pylist([record], LEDGER))
    writer.commit(FOLDER, LEDGER, record["batch_id"], stage.close())
