"""Send rows to the server: batches of one type, each in its own transaction, with the lease of the push.

To add or change, to change and to remove is the same done once or twice. Rows that are created are counted on the
watermark in the transaction that adds them, so that a batch whose answer got lost is not added again.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.bolt.connection import Transaction
from graphfraud.push.lease import Lease

BATCH = 10_000
BATCH_BYTES = 8 * 1024**2
"""Rings hold whole texts: a batch of them is kept within the memory of a transaction."""

Batch = list[tuple[Any, ...]]


def create(lease: Lease, name: str, rows: pa.Table, sent: int = 0) -> Iterator[int]:
    """Add the nodes or relationships of a type that are surely not there; give how many, batch by batch.

    Args:
        lease: right to write.
        name: of the type (`rows` of the graph model).
        rows: what to add.
        sent: how many rows of the type this push, or the one that it goes on from, has created before.
    """
    for batch in batches(rows):
        lease.server.write(partial(_create, lease=lease, name=name, batch=batch, sent=sent))
        sent += len(batch)
        yield len(batch)


def _create(tx: Transaction, lease: Lease, name: str, batch: Batch, sent: int) -> None:
    lease.check(tx)
    if tx.rows("journal_batch", lease=lease.token, type=name, before=sent, after=sent + len(batch)):
        tx.do(f"create_{name}", rows=batch)


def change(lease: Lease, name: str, rows: pa.Table) -> Iterator[int]:
    """Change the nodes or relationships of a type that are surely there; give how many, batch by batch."""
    return _send(lease, f"change_{name}", rows)


def put(lease: Lease, name: str, rows: pa.Table) -> Iterator[int]:
    """Add or change the nodes or relationships of a type (`rows` of the graph model); give how many, batch by batch."""
    return _send(lease, f"put_{name}", rows)


def drop(lease: Lease, name: str, rows: pa.Table) -> Iterator[int]:
    """Remove the nodes or relationships with the keys in `rows`; give how many, batch by batch."""
    return _send(lease, f"drop_{name}", rows)


def _send(lease: Lease, statement: str, rows: pa.Table) -> Iterator[int]:
    for batch in batches(rows):

        def send(tx: Transaction, batch: Batch = batch) -> None:
            tx.do(statement, rows=batch)

        lease.write(send)
        yield len(batch)


def batches(rows: pa.Table) -> Iterator[Batch]:
    """Give the rows as parameters, so many at a time."""
    size = _size(rows)
    for start in range(0, rows.num_rows, size):
        yield lists(rows.slice(start, size))


def _size(rows: pa.Table) -> int:
    """Give how many rows make a batch."""
    a_row = max(rows.nbytes / max(rows.num_rows, 1), 1.0)
    return max(1, min(BATCH, int(BATCH_BYTES / a_row)))


def lists(rows: pa.Table) -> Batch:
    """Give each row as a tuple of its columns; times and days as ISO 8601 text."""
    return list(zip(*map(_values, rows.columns), strict=True))


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Give a column's values: much faster than Arrow's own way, which makes an object of each value first."""
    if pa.types.is_timestamp(column.type):
        column = pc.replace_substring(column.cast(pa.string()), " ", "T")
    elif pa.types.is_date(column.type):
        column = column.cast(pa.string())
    plain = pa.types.is_string(column.type) or (not pa.types.is_nested(column.type) and not column.null_count)
    values: list[Any] = column.to_numpy().tolist() if plain else column.to_pylist()
    return values
