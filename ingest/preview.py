"""The first rows of a file as they would be loaded, masked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from graphfraud.model.masking import mask_raw, mask_table
from ingest.cell import CHINA
from ingest.check import check
from ingest.mapping import TableMapping, plan
from ingest.readers.base import Rejected
from ingest.sample import first_chunk

ROWS = 10


@dataclass(frozen=True, slots=True)
class Preview:
    """`table`: good rows, masked, only the columns that are filled. The counts are of the `rows` that were read.

    `rejected`: rows that would be put aside, without their text; `unreadable`: cells that would become null.
    """

    table: pa.Table
    rows: int
    rejected: tuple[Rejected, ...]
    reasons: dict[str, int]
    unreadable: dict[str, int]


def preview(path: Path, mapping: TableMapping, rows: int = ROWS) -> Preview | None:
    """Read, check and mask the first rows; None where the file holds no row.

    Raises:
        InputError: it can't be read.
    """
    _, header = first_chunk(path, ())
    columns = plan(mapping, header)
    chunk, _ = first_chunk(path, columns.wanted)
    if chunk is None:
        return None
    checked = check(chunk, columns, datetime.now(CHINA).date())
    filled = [c.name for c in columns.table.columns if c.name in columns.rules]
    shown = masked(checked.table.select(filled).slice(0, rows), mapping)
    bare = tuple(Rejected(r.line, r.column, r.reason, "", "") for r in checked.rejected)
    reasons = Counter(r.reason for r in checked.rejected)
    return Preview(shown, checked.rows, bare, dict(sorted(reasons.items())), dict(sorted(checked.unreadable.items())))


def masked(rows: pa.Table, mapping: TableMapping) -> pa.Table:
    """Mask rows that were mapped a moment ago: the mapping may be wrong, so open text is masked like raw text."""
    rows = mask_table(rows, mapping.table.name)
    for column in mapping.table.columns:
        if column.name in rows.column_names and column.sensitivity == "open" and column.type in ("id", "text"):
            texts = [None if text is None else mask_raw(text) for text in rows[column.name].to_pylist()]
            rows = rows.set_column(rows.column_names.index(column.name), column.name, pa.array(texts, pa.string()))
    return rows
