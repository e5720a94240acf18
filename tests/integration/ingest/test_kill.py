"""A load that is killed at any moment, then given again, ends as if nothing had happened."""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from contextlib import redirect_stdout
from pathlib import Path

import pyarrow as pa
import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.lake.commit import LakeWriter, clear_strays
from graphfraud.lake.ledger import in_ledger, read_ledger
from graphfraud.lake.quarantine import FOLDER, QUARANTINE
from graphfraud.lake.stage import Stage
from graphfraud.model.schema import lake_schema, tables
from ingest.load import recover
from ingest.run import Request, run
from tests.integration.ingest.loading import ledger, load, quarantine, rows, settlement, write

KILLS = 20
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["ingest.run"])


def _child(workspace: Path, source: Path, started: str) -> None:
    Path(started).touch()
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        run(Request((source,), None, None, False, 0.0, workspace, "json"))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six files over two tables, with rows for the quarantine, duplicates and updates between them."""
    folder = tmp_path_factory.mktemp("source")
    for part in range(4):
        numbers = range(part * 3000, part * 3000 + 3300)
        lines = [settlement(n, fee=f"{part}.00") for n in numbers] + ["S,P", settlement(1, fee="x")]
        write(folder / f"setl_d/{part}.csv", lines)
    for part in range(2):
        write(folder / f"household/{part}.csv", [f"P{n},F{n // 3}" for n in range(part, 5000)], "psn_no,hh_id")
    return folder


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """The workspace of a load that nobody disturbed, and how long it took."""
    workspace = tmp_path_factory.mktemp("whole")
    began = time.monotonic()
    assert load(workspace, source).code == 0
    return workspace, time.monotonic() - began


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_and_resumed(source: Path, whole: tuple[Path, float], tmp_path: Path, seed: int) -> None:
    undisturbed, seconds = whole
    workspace, started = tmp_path / "w", tmp_path / "started"
    process = CONTEXT.Process(target=_child, args=(workspace, source, str(started)))
    process.start()
    while not started.exists():
        time.sleep(0.001)
    time.sleep(random.Random(seed).uniform(0.0, seconds))
    process.kill()
    process.join()
    between = {b["batch_id"] for b in ledger(workspace)}
    answer = load(workspace, source)
    assert answer.code == 0
    # What was in the ledger after the kill was whole, and was not loaded once more.
    assert between <= {b["batch_id"] for b in answer.data["batches"] if b["already_loaded"]}
    for table in ("setl_d", "household"):
        assert rows(workspace, table) == rows(undisturbed, table)
    assert ledger(workspace) == ledger(undisturbed)
    assert quarantine(workspace) == quarantine(undisturbed)
    assert _files(workspace) == _files(undisturbed)


def _files(workspace: Path) -> list[str]:
    """Give every file of the workspace but Delta's logs and earlier attempts at the quarantine."""
    found = [p.relative_to(workspace).as_posix() for p in workspace.rglob("*") if p.is_file()]
    return sorted(f for f in found if "_delta_log" not in f and "/quarantine/" not in f)


def test_a_batch_between_its_table_and_the_ledger_is_completed(tmp_path: Path) -> None:
    path = write(tmp_path / "household.csv", ["P1,F1"], "psn_no,hh_id")
    load(tmp_path / "done", path)
    (record,) = read_ledger(tmp_path / "done/lake").to_pylist()
    # The same commit, by hand, without its ledger entry; and a file of a batch that never got so far.
    lake = tmp_path / "w/lake"
    schema = lake_schema(tables()["household"])
    writer = LakeWriter(lake)
    writer.ensure("household", schema)
    stage = Stage(lake / "household", record["batch_id"], schema)
    stage.append(schema.empty_table())
    writer.commit("household", schema, record["batch_id"], stage.close(), record=record)
    stray = lake / "household" / "0123456789abcdef-0.parquet"
    stray.write_bytes(b"half")
    recover(LakeWriter(lake))
    assert in_ledger(writer, record["batch_id"])
    assert read_ledger(lake).to_pylist() == [record]
    assert not stray.exists()
    assert load(tmp_path / "w", path).batch["already_loaded"]


def test_a_ledger_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "household.csv", ["P1,F1"], "psn_no,hh_id")
    batch_id = load(tmp_path / "dry", path, dry_run=True).batch["batch_id"]
    in_the_way = tmp_path / f"w/lake/batch/{batch_id}-0.parquet"
    in_the_way.mkdir(parents=True)
    with pytest.raises(WorkspaceError):
        load(tmp_path / "w", path)
    assert rows(tmp_path / "w", "household") == [{"psn_no": "P1", "hh_id": "F1"}]
    in_the_way.rmdir()
    assert load(tmp_path / "w", path).batch["already_loaded"]
    assert [b["accepted"] for b in ledger(tmp_path / "w")] == [1]


def test_an_attempt_that_only_reached_the_quarantine_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "household.csv", ["P1,F1", "P2"], "psn_no,hh_id")
    load(tmp_path / "done", path)
    (record,) = read_ledger(tmp_path / "done/lake").to_pylist()
    writer = LakeWriter(tmp_path / "w/lake")
    writer.ensure(FOLDER, QUARANTINE)
    stage = Stage(writer.lake / FOLDER, f"{record['batch_id']}-0", QUARANTINE)
    rejected = quarantine(tmp_path / "done")[0] | {"reason": "future_date"}
    stage.append(pa.Table.from_pylist([rejected, rejected], QUARANTINE))
    writer.commit(FOLDER, QUARANTINE, record["batch_id"], stage.close())
    assert quarantine(tmp_path / "w") == []
    assert load(tmp_path / "w", path).batch["quarantined"] == 1
    assert quarantine(tmp_path / "w") == quarantine(tmp_path / "done")


def test_committed_files_are_no_strays(tmp_path: Path) -> None:
    load(tmp_path / "w", write(tmp_path / "household.csv", ["P1,F1"], "psn_no,hh_id"))
    clear_strays(tmp_path / "w/lake/household")
    assert rows(tmp_path / "w", "household") == [{"psn_no": "P1", "hh_id": "F1"}]
