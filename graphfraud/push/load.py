"""Send rows to the server: batches of one type, each in its own transaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from graphfraud.bolt.connection import Connection, Transaction

BATCH = 10_000


def put(server: Connection, name: str, rows: pa.Table) -> None:
    """Add or change the nodes or relationships of a type (`rows` of the graph model)."""
    _send(server, f"put_{name}", rows)


def drop(server: Connection, name: str, rows: pa.Table) -> None:
    """Remove the nodes or relationships with the keys in `rows`."""
    _send(server, f"drop_{name}", rows)


def _send(server: Connection, statement: str, rows: pa.Table) -> None:
    for batch in batches(rows):

        def send(tx: Transaction, batch: list[dict[str, Any]] = batch) -> None:
            tx.do(statement, rows=batch)

        server.write(send)


def batches(rows: pa.Table) -> Iterator[list[dict[str, Any]]]:
    """Give the rows as parameters, so many at a time."""
    for start in range(0, rows.num_rows, BATCH):
        yield rows.slice(start, BATCH).to_pylist()
