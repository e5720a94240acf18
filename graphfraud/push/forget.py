"""Take a run off the server: its rings, links and lineage, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.bolt.connection import Connection
from graphfraud.errors import NotFoundError
from graphfraud.model.graph import GraphType, NodeType, graph_model
from graphfraud.push import diff, guard, lease, update, watermark
from graphfraud.push.diff import Change
from graphfraud.push.kept import Kept
from graphfraud.push.lease import Lease
from graphfraud.push.progress import Progress
from graphfraud.push.row_types import keys
from graphfraud.push.watermark import SHOWN, UPDATING, Watermark
from graphfraud.workspace import Workspace


def forget(workspace: Workspace, server: Connection, run: str) -> dict[str, int]:
    """Take a run off, and give how many nodes and relationships of each type went.

    Raises:
        NotFoundError: the server doesn't show that run.
        WorkspaceError: the graph is somebody else's, or another push is under way.
    """
    kept = Kept(workspace.root)
    guard.owner(watermark.read(server), kept.workspace(), adopt=False)
    with lease.held(server) as right:
        mark = watermark.read(server)
        if run not in mark.runs:
            shown = ", ".join(mark.runs) or "none"
            raise NotFoundError(f"The server shows no run {run!r}", kind="run", id=run, hint=f"It shows: {shown}")
        with duckdb.connect() as sql:
            found = [_of_run(one, server, run, sql) for one in graph_model().types if one.of_run]
        _take_off(right, mark, run, found)
    return {c.one.name: c.drop.num_rows for c in found}


def _take_off(right: Lease, mark: Watermark, run: str, found: Sequence[Change]) -> None:
    # What is kept here still names the run, so that nothing kept tells any more what the server holds.
    right.mark(state=UPDATING, states=["unknown"], forgotten=sorted({*mark.forgotten, run}))
    update.hide(right, found, mark.runs)
    update.apply(right, found, Progress(lambda text: None, 0))
    right.mark(state=SHOWN)


def _of_run(one: GraphType, server: Connection, run: str, sql: duckdb.DuckDBPyConnection) -> Change:
    """Give the keys on the server that belong to the run."""
    held = diff.Server(server).known(one, sql).keys.to_arrow_table()
    drop = held.filter(_belongs(one, held, run))
    return Change(one, held.slice(0, 0), drop, 0)


def _belongs(one: GraphType, held: pa.Table, run: str) -> pa.ChunkedArray:
    """Say of each key whether it is the run's: rings are known by run_id/ring_id."""
    prefix = f"{run}/"
    if "run_id" in held.column_names:
        return pc.equal(held["run_id"], run)
    if isinstance(one, NodeType):
        return pc.starts_with(held[one.key], prefix)
    ends = [pc.starts_with(held[name], prefix) for name in keys(one)[:2]]
    return pc.or_(*ends)
