"""Make loaded data ready to scan and to read: clean settlements, goods and the entity graph, once a data version."""

from __future__ import annotations

import shutil

from graphfraud.claims import clean, goods
from graphfraud.engine.base import Engine
from graphfraud.errors import WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.model.schema import tables
from graphfraud.store import entity_graph
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace

TABLES = tuple(tables())
"""Tables that a scan reads: its data version is theirs."""


def prepare(workspace: Workspace, engine: Engine) -> str:
    """Build the claims folder of the lake's present state where it is missing; give the data version.

    Call under `Workspace.writing`. Folders of data that no run shows any more,
    and what a killed process left half-filled, are removed.
    """
    lake = Lake(workspace.lake)
    data_version = lake.data_version(engine, TABLES)
    folder = workspace.claims / data_version
    clean.build(lake, engine, folder)
    goods.build(lake, engine, folder)
    entity_graph.build(folder)
    try:
        shown = {run.info.data_version for run in Runs(workspace.runs).all()}
    except WorkspaceError:
        # What a damaged run shows isn't known, so everything stays.
        return data_version
    for old in workspace.claims.iterdir():
        if old.name not in {*shown, data_version}:
            shutil.rmtree(old, ignore_errors=True)
    return data_version
