"""The fast way to claims gives what the query gives."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.model.schema import lake_schema, tables
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.row_files import Twins
from graphfraud.workspace import Workspace
from tests.conformance.store import city

IDS = ("s12", "s01", "s10", "s13", "missing", "s01")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return city.build(tmp_path)


def test_prepared_claims_equal_queried_claims(workspace: Workspace) -> None:
    queried = EmbeddedStore(workspace).claims(IDS)
    EmbeddedStore(workspace).prepare()
    prepared = EmbeddedStore(workspace).claims(IDS)
    assert (workspace.root / "rows").is_dir()
    assert prepared.schema == queried.schema
    assert prepared.to_pylist() == queried.to_pylist()
    assert EmbeddedStore(workspace).claims(()).to_pylist() == []


def test_a_second_read_builds_aside(workspace: Workspace) -> None:
    store = EmbeddedStore(workspace)
    first = store.claims(IDS)
    assert not (workspace.root / "rows").exists()
    store.claims(IDS)
    for _ in range(600):
        if any((workspace.root / "rows").glob("[!.]*")):
            break
        time.sleep(0.05)
    assert store.claims(IDS).to_pylist() == first.to_pylist()
    assert any((workspace.root / "rows").glob("[!.]*"))


def test_several_row_groups_and_files(tmp_path: Path) -> None:
    schema = lake_schema(tables()["setl_d"])
    for name, numbers in (("a", range(0, 100)), ("b", range(100, 150))):
        rows = [{"setl_id": f"s{i}", "med_type": str(i % 3), "_line": i} for i in numbers]
        pq.write_table(pa.Table.from_pylist(rows, schema), tmp_path / f"{name}.parquet", row_group_size=7)
    twins = Twins([tmp_path / "a.parquet", tmp_path / "b.parquet"], tmp_path / "rows")
    assert twins.open() is None
    twins.build()
    files = twins.open()
    assert files is not None
    found = [
        row
        for file in files
        for table in file.rows([f"s{i}" for i in (3, 99, 6, 7, 120, 999)])
        for row in table.to_pylist()
    ]
    assert [(r["setl_id"], r["med_type"], r["_line"]) for r in found] == [
        (f"s{i}", str(i % 3), i) for i in (3, 6, 7, 99, 120)
    ]


def test_no_permission_is_told(workspace: Workspace) -> None:
    (workspace.root / "rows").write_text("in the way")
    with pytest.raises(WorkspaceError, match="Can't write"):
        EmbeddedStore(workspace).prepare()
    assert EmbeddedStore(workspace).claims(IDS).num_rows == 4


def test_a_kill_leaves_nothing_half(workspace: Workspace) -> None:
    """Kill while the folder is filled: the next process finds no twin, builds it, and reads the same."""
    code = (
        "import os, sys; from pathlib import Path; from graphfraud.store import row_files; "
        "row_files.np.save = lambda *a: os._exit(9); "
        "from graphfraud.store.embedded import EmbeddedStore; EmbeddedStore(Path(sys.argv[1])).prepare()"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(workspace.root)], check=False)
    assert killed.returncode == 9
    assert not any((workspace.root / "rows").glob("[!.]*"))
    queried = EmbeddedStore(workspace).claims(IDS).to_pylist()
    EmbeddedStore(workspace).prepare()
    assert EmbeddedStore(workspace).claims(IDS).to_pylist() == queried
