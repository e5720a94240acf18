"""The first fill through the driver: every row is new, so it is created; one that was killed goes on where it stood."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push import load
from graphfraud.push.kept import State
from graphfraud.push.lease import Lease
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
        for added in load.create(lease, one.rows, rows, sent):
            sent += added
            progress.add(one.name, added)


def _blocks(state: State, one: GraphType, skip: int) -> Iterator[pa.Table]:
    """Give the rows after the first `skip`, a block at a time."""
    with pq.ParquetFile(state.file(one)) as file:
        for batch in file.iter_batches(BLOCK):
            rows = pa.Table.from_batches([batch])
            if skip < rows.num_rows:
                yield rows.slice(skip)
            skip = max(0, skip - rows.num_rows)
