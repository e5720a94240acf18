"""The quarantine: every row that could not be loaded, with its place, the reason and its raw text."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable

from graphfraud.lake.ledger import read_ledger
from graphfraud.model.masking import mask_raw

QUARANTINE = pa.schema(
    [
        ("batch_id", pa.string()),
        ("table", pa.string()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("column", pa.string()),  # empty where the whole row is the trouble
        ("reason", pa.string()),
        ("message", pa.string()),
        ("raw", pa.string()),
    ]
)

FOLDER = "quarantine"


def read_quarantine(lake: Path) -> pa.Table:
    """Give the quarantined rows of finished batches (QUARANTINE), sorted by table, file, line."""
    folder = lake / FOLDER
    if not DeltaTable.is_deltatable(str(folder)):
        return QUARANTINE.empty_table()
    table = pa.table(DeltaTable(folder).to_pyarrow_table()).select(QUARANTINE.names).cast(QUARANTINE)
    finished = pc.is_in(table.column("batch_id"), read_ledger(lake).column("batch_id").combine_chunks())
    order = [("table", "ascending"), ("file", "ascending"), ("line", "ascending"), ("batch_id", "ascending")]
    return table.filter(finished).sort_by(order)


SHOWN = ("table", "file", "line", "column", "reason", "raw")
"""What everyone may see of a quarantined row. Its message quotes the cell, so it stays out."""


def masked(rows: pa.Table) -> pa.Table:
    """Give quarantined rows as everyone may see them: SHOWN, the raw text masked."""
    raw = pa.array([None if text is None else mask_raw(text) for text in rows.column("raw").to_pylist()], pa.string())
    shown = rows.select(SHOWN)
    return shown.set_column(shown.column_names.index("raw"), "raw", raw)
