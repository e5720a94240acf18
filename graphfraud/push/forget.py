"""Take a run off the server: its rings, links and lineage, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from graphfraud.bolt.connection import Connection
from graphfraud.errors import NotFoundError
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push import diff, guard, lease, update, watermark
from graphfraud.push.diff import Change
from graphfraud.push.kept import Kept
from graphfraud.push.lease import Lease
from graphfraud.push.progress import Progress
from graphfraud.push.row_types import of_run
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
        _take_off(right, mark, run, found, _left(kept, mark, run))
    return {c.one.name: c.drop.num_rows for c in found}


def _left(kept: Kept, mark: Watermark, run: str) -> list[str]:
    """Name the state that is left; where what was pushed is not kept here, nobody but the server knows it."""
    state = kept.state(mark.states[0]) if mark.state == SHOWN and len(mark.states) == 1 else None
    return ["unknown"] if state is None else [kept.without(state, run).name]


def _take_off(right: Lease, mark: Watermark, run: str, found: Sequence[Change], left: list[str]) -> None:
    right.mark(state=UPDATING, states=[*mark.states, *left], forgotten=sorted({*mark.forgotten, run}))
    update.hide(right, found, mark.runs)
    update.apply(right, found, Progress(lambda text: None, 0))
    right.mark(state=mark.state, states=left)


def _of_run(one: GraphType, server: Connection, run: str, sql: duckdb.DuckDBPyConnection) -> Change:
    """Give the keys on the server that belong to the run."""
    held = diff.Server(server).known(one, sql).keys.to_arrow_table()
    drop = held.filter(of_run(one, held, run))
    return Change(one, held.slice(0, 0), held.slice(0, 0), drop)
