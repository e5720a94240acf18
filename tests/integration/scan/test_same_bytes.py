"""The same data gives the same bytes: whatever the order of files and rows, the threads, or an untimely end."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graphfraud.parameters import Parameters
from graphfraud.scan import run_folder
from graphfraud.scan.pipeline import Order, scan
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from tests.claims import Town, swipes
from tests.integration.scan.scanning import QUICK

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]


def city() -> Town:
    town = Town()
    town.ordinary(4)
    swipes(town, CARDS, DAYS, ["P99010000001", "P99010000002"])
    for day, days in ((12, 6), (57, 4), (99, 8), (171, 5), (260, 7)):
        for card in [f"D{i}" for i in range(9)]:
            town.stay(card, "H99010000004", day, days)
    return town


def outcome(workspace: Path) -> dict[str, bytes]:
    """Give every file of the newest run but the manifest, which holds the times."""
    run_id = run_folder.latest(workspace / "runs")
    assert run_id is not None
    folder = workspace / "runs" / run_id
    return {"run_id": run_id.encode()} | {f.name: f.read_bytes() for f in folder.iterdir() if f.name != "manifest.json"}


def test_shuffled_rows_and_threads(tmp_path: Path) -> None:
    city().load(tmp_path / "a")
    scan(Workspace(tmp_path / "a"), Order(parameters=Parameters(QUICK)), threads=1)
    shuffled = city()
    random.Random(9).shuffle(shuffled.setl_d)
    parts = [Town(setl_d=shuffled.setl_d[i::3]) for i in (2, 0, 1)]
    for i, part in enumerate(parts):
        part.save(tmp_path / f"part{i}")
    from tests.integration.ingest.loading import load

    assert load(tmp_path / "b", *(tmp_path / f"part{i}" for i in range(3))).code == 0
    scan(Workspace(tmp_path / "b"), Order(parameters=Parameters(QUICK)), threads=2)
    first, second = outcome(tmp_path / "a"), outcome(tmp_path / "b")
    assert len(Runs(tmp_path / "a" / "runs").get(first["run_id"].decode()).rings) >= 2
    assert first == second


def test_the_same_scan_again_is_the_run_that_is_there(tmp_path: Path) -> None:
    city().load(tmp_path / "a")
    order = Order(parameters=Parameters(QUICK))
    first, fresh = scan(Workspace(tmp_path / "a"), order)
    again, fresh_again = scan(Workspace(tmp_path / "a"), order)
    assert (first, fresh, fresh_again) == (again, True, False)


COMMAND = [sys.executable, "-m", "graphfraud", "scan", "--param", "decoys=2", "--param", "stability_runs=4"]


@pytest.mark.timeout(300)
def test_killed_at_any_moment_and_started_again(tmp_path: Path) -> None:
    city().load(tmp_path / "a")
    scan(Workspace(tmp_path / "a"), Order(parameters=Parameters(QUICK)))
    expected = outcome(tmp_path / "a")
    city().load(tmp_path / "b")
    began = time.monotonic()
    subprocess.run([*COMMAND, "--workspace", str(tmp_path / "b")], check=True, capture_output=True)
    took = time.monotonic() - began
    assert outcome(tmp_path / "b") == expected
    rng = random.Random(11)
    for i in range(20):
        workspace = tmp_path / f"k{i % 4}"
        if not workspace.exists():
            city().load(workspace)
        child = subprocess.Popen([*COMMAND, "--workspace", str(workspace)], stderr=subprocess.DEVNULL)
        time.sleep(rng.random() * took)
        child.send_signal(signal.SIGKILL)
        child.wait()
        run_id = run_folder.latest(workspace / "runs")
        assert run_id is None or outcome(workspace) == expected
    for i in range(4):
        subprocess.run([*COMMAND, "--workspace", str(tmp_path / f"k{i}")], check=True, capture_output=True)
        assert outcome(tmp_path / f"k{i}") == expected
        left = [p.name for room in ("claims", "runs") for p in (tmp_path / f"k{i}" / room).glob(".*")]
        assert left == []
