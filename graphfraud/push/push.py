"""Bring a graph server up to date with a workspace."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa

from graphfraud.bolt.connection import Connection
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.model.graph import graph_model
from graphfraud.push import load, schema
from graphfraud.push.rows import ClaimRows, RunRows
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace

Say = Callable[[str], None]


def push(workspace: Workspace, server: Connection, say: Say) -> None:
    """Send the claim data of the newest run, and every run.

    Args:
        workspace: whose claims and runs.
        server: where they go.
        say: told what is being sent.

    Raises:
        NotFoundError: no scan has finished.
        MissingPartError: the server can't be reached, or answers with an error.
    """
    runs = Runs(workspace.runs)
    newest = runs.get(None)
    schema.make(server)
    with DuckDBEngine() as engine:
        claims = ClaimRows(Lake(workspace.lake), engine, workspace.claims / newest.info.data_version)
        for one in graph_model().types:
            if not one.of_run:
                _put(server, one.rows, claims.of(one), say)
    for run in runs.all():
        rows = RunRows(run)
        for one in graph_model().types:
            if one.of_run:
                _put(server, one.rows, rows.of(one), say)
    shown = {"data_version": newest.info.data_version, "run_id": newest.info.run_id}
    server.write(lambda tx: tx.do("put_watermark", **shown))


def _put(server: Connection, name: str, table: pa.Table, say: Say) -> None:
    say(f"{name}: {table.num_rows:,}")
    load.put(server, name, table)
