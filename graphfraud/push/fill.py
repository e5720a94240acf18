"""The first fill through the driver: every row is new, so it is created, and a journal keeps it from being so twice.

How many rows of which type are there is counted on the watermark in the transaction that adds them. A batch whose
answer got lost, or a push that was killed, thus goes on without doubles.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.bolt.connection import Transaction
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push.kept import State
from graphfraud.push.lease import Lease
from graphfraud.push.load import Batch, batches
from graphfraud.push.progress import Progress
from graphfraud.push.row_types import LAST

BLOCK = 100_000


def fill(lease: Lease, state: State, progress: Progress, *, filling: str | None = None, filled: int = 0) -> None:
    """Create every row of the state but those of `LAST`.

    Args:
        lease: right to write.
        state: the rows.
        progress: told of every batch.
        filling: of a fill that was cut short, the type it had come to; None: it had not begun.
        filled: how many rows of that type are there.
    """
    todo = [one for one in graph_model().types if one.rows not in LAST]
    names = [one.rows for one in todo]
    start = 0 if filling is None else names.index(filling)
    for at, one in enumerate(todo[start:]):
        _fill(lease, one, state, progress, filled if at == 0 else 0)


def _fill(lease: Lease, one: GraphType, state: State, progress: Progress, sent: int) -> None:
    for rows in _blocks(state, one, sent):
        for batch in batches(rows):
            lease.server.write(partial(_create, lease=lease, one=one, batch=batch, sent=sent))
            sent += len(batch)
            progress.add(one.name, len(batch))


def _create(tx: Transaction, lease: Lease, one: GraphType, batch: Batch, sent: int) -> None:
    lease.check(tx)
    if tx.rows("journal_batch", lease=lease.token, type=one.rows, before=sent, after=sent + len(batch)):
        tx.do(f"create_{one.rows}", rows=batch)


def _blocks(state: State, one: GraphType, skip: int) -> Iterator[pa.Table]:
    """Give the rows after the first `skip`, a block at a time."""
    with pq.ParquetFile(state.file(one)) as file:
        for batch in file.iter_batches(BLOCK):
            rows = pa.Table.from_batches([batch])
            if skip < rows.num_rows:
                yield rows.slice(skip)
            skip = max(0, skip - rows.num_rows)
