"""What a damaged or half workspace says."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graphfraud.errors import NotFoundError, WorkspaceError
from graphfraud.store import entity_graph
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from tests.conformance.store import city


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return city.build(tmp_path)


def newest(workspace: Workspace) -> Path:
    return workspace.runs / city.SECOND_RUN


def spoil(name: str) -> Callable[[Path], None]:
    def overwrite(run: Path) -> None:
        (run / name).write_text("{", encoding="utf-8")

    return overwrite


def without_counts(run: Path) -> None:
    manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
    del manifest["counts"]
    (run / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "file"),
    [
        (spoil("manifest.json"), "manifest.json"),
        (without_counts, "manifest.json"),
        (lambda run: (run / "manifest.json").unlink(), "manifest.json"),
        (spoil("rings.json"), "rings.json"),
        (lambda run: (run / "rings.json").unlink(), "rings.json"),
        (spoil("links.parquet"), "links.parquet"),
        (lambda run: (run / "links.parquet").unlink(), "links.parquet"),
    ],
)
def test_damaged_run_file(workspace: Workspace, damage: Callable[[Path], None], file: str) -> None:
    damage(newest(workspace))
    with pytest.raises(WorkspaceError) as caught:
        EmbeddedStore(workspace).links("R1")
    assert caught.value.path == str(newest(workspace) / file)
    assert "graphfraud scan" in caught.value.hint


def test_a_changed_ring_is_noticed(workspace: Workspace) -> None:
    rings = newest(workspace) / "rings.json"
    rings.write_text(rings.read_text(encoding="utf-8").replace('"0.9"', '"0.8"') + " ", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="hash"):
        EmbeddedStore(workspace).rings()


def test_other_runs_stay_readable(workspace: Workspace) -> None:
    spoil("rings.json")(newest(workspace))
    assert EmbeddedStore(workspace).ring("R1", run=city.FIRST_RUN).rank == 1


def test_nothing_there(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "nowhere")
    assert store.runs() == ()
    assert store.freshness() == {"store": "embedded", "data_version": "", "newest_settlement": "", "newest_run": ""}
    with pytest.raises(NotFoundError) as caught:
        store.rings()
    assert "graphfraud load" in caught.value.hint


def test_half_written_runs_are_no_runs(workspace: Workspace) -> None:
    (workspace.runs / ".run-abc").mkdir()
    assert len(EmbeddedStore(workspace).runs()) == 2


def test_latest_names_no_run(workspace: Workspace) -> None:
    (workspace.runs / "latest").write_text("gone", encoding="utf-8")
    with pytest.raises(NotFoundError, match="'gone'"):
        EmbeddedStore(workspace).run()


def test_without_latest_the_newest_counts(workspace: Workspace) -> None:
    (workspace.runs / "latest").unlink()
    assert EmbeddedStore(workspace).run().run_id == city.SECOND_RUN


def test_claims_folder_gone(workspace: Workspace) -> None:
    shutil.rmtree(workspace.claims)
    store = EmbeddedStore(workspace)
    assert store.ring("R1").rank == 1
    with pytest.raises(WorkspaceError) as caught:
        store.entity(city.patient("A1"))
    assert caught.value.path == str(workspace.claims / city.DATA)


def test_graph_is_built_when_missing(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    EmbeddedStore(workspace).neighbours(city.patient("A1"))
    assert "entity graph" in capsys.readouterr().err
    EmbeddedStore(workspace).neighbours(city.patient("A1"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("name", ["nodes.arrow", "offsets.npy", "rows.npy"])
def test_damaged_graph(workspace: Workspace, name: str) -> None:
    folder = entity_graph.build(workspace.claims / city.DATA)
    (folder / name).write_bytes(b"")
    with pytest.raises(WorkspaceError, match="entity graph") as caught:
        EmbeddedStore(workspace).entity(city.patient("A1"))
    assert str(folder) == caught.value.path
    shutil.rmtree(folder)
    assert EmbeddedStore(workspace).entity(city.patient("A1")).settlements == 3


def test_graph_that_cant_be_written(workspace: Workspace) -> None:
    (workspace.claims / city.DATA / "settlement.parquet").write_bytes(b"no parquet")
    with pytest.raises(WorkspaceError, match="entity graph"):
        EmbeddedStore(workspace).entity(city.patient("A1"))


def test_lake_rows_gone(workspace: Workspace) -> None:
    for file in (workspace.lake / "setl_d").glob("*.parquet"):
        file.unlink()
    with pytest.raises(WorkspaceError) as caught:
        EmbeddedStore(workspace).claims(("s01",))
    assert "backup" in caught.value.hint


def test_rows_are_those_that_the_run_has_seen(workspace: Workspace) -> None:
    """A later load replaces the rows; the run still shows what it was made from."""
    import pyarrow as pa
    from deltalake import DeltaTable, write_deltalake

    folder = str(workspace.lake / "setl_d")
    later = pa.table(DeltaTable(folder).to_pyarrow_table()).slice(0, 1)
    write_deltalake(folder, later, mode="overwrite")
    assert EmbeddedStore(workspace).claims(("s01", "s02")).num_rows == 2


def test_latest_can_not_be_read(workspace: Workspace) -> None:
    (workspace.runs / "latest").write_bytes(b"\xff\xfe")
    assert EmbeddedStore(workspace).run().run_id == city.SECOND_RUN


def test_the_last_to_finish_is_the_newest_where_latest_names_none(workspace: Workspace) -> None:
    (workspace.runs / "latest").write_text("gone", encoding="utf-8")
    assert Runs(workspace.runs).newest() == city.SECOND_RUN
