"""What a journal says of a job, whatever became of its process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from graphfraud.jobs import current, process
from graphfraud.jobs import job as journal
from graphfraud.jobs.job import Order, Progress, open_job

LONG_AGO = "2020-01-01T00:00:00+08:00"


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield child
    child.kill()
    child.wait()


def folder(tmp_path: Path, when: str | None = None, **files: Any) -> Path:
    journal.write(tmp_path / "order.json", asdict(Order("scan", ("scan",), "chen", when or journal.now())))
    for name, data in files.items():
        journal.write(tmp_path / f"{name}.json", data)
    return tmp_path


def state(where: Path) -> str:
    found = open_job(where)
    assert found is not None
    return found.state


def test_a_process_is_known_by_number_and_birth(sleeper: subprocess.Popen[bytes]) -> None:
    born = process.birth(sleeper.pid)
    assert born is not None
    assert process.lives(sleeper.pid, born)
    assert not process.lives(sleeper.pid, born + "0")
    assert not process.lives(os.getpid(), born)
    sleeper.kill()
    # Ended and not yet collected counts as ended.
    while process.birth(sleeper.pid) is not None:
        pass
    assert not process.send(sleeper.pid, born, 0)


def test_states(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    alive = {"pid": sleeper.pid, "born": process.birth(sleeper.pid)}
    dead = {"pid": sleeper.pid, "born": "another one of this number"}
    end = {"state": "done", "exit_code": 0, "finished_at": journal.now()}
    asked = {"who": "li", "when": journal.now()}
    cases: list[tuple[str, dict[str, Any]]] = [
        ("starting", {}),
        ("killed", {"when": LONG_AGO}),
        ("running", {"process": alive}),
        ("stopping", {"process": alive, "cancel": asked}),
        ("killed", {"process": dead}),
        ("cancelled", {"process": dead, "cancel": asked}),
        ("done", {"process": dead, "end": end}),
        ("done", {"process": dead, "end": end, "cancel": asked}),
    ]
    for number, (wanted, files) in enumerate(cases):
        where = tmp_path / str(number)
        where.mkdir()
        assert state(folder(where, **files)) == wanted, files


def test_half_written_files_are_not_there(tmp_path: Path) -> None:
    assert open_job(tmp_path) is None
    (tmp_path / "order.json").write_text('{"kind": "scan"', encoding="utf-8")
    assert open_job(tmp_path) is None


def test_the_tail_of_a_log_of_any_length(tmp_path: Path) -> None:
    lines = [f"line {i} 第{i}行" for i in range(5000)]
    (folder(tmp_path) / "log").write_text("\n".join(lines), encoding="utf-8")
    found = open_job(tmp_path)
    assert found is not None
    assert found.tail(3) == lines[-3:]


def test_progress_is_told_to_the_job_and_nobody_else(tmp_path: Path) -> None:
    current.tell(Progress("clean"), always=True)
    current.begin(folder(tmp_path))
    try:
        current.tell(Progress("load", "a.csv", 0.25, 10, 5.0, 3.0))
        current.tell(Progress("load", "a.csv", 0.5))
        found = open_job(tmp_path)
        assert found is not None
        # Half a second is not over.
        assert found.progress == Progress("load", "a.csv", 0.25, 10, 5.0, 3.0)
        current.tell(Progress("judge"), always=True)
        found = open_job(tmp_path)
        assert found is not None
        assert found.progress.stage == "judge"
    finally:
        current.begin(None)


def test_a_full_disk_does_not_end_the_work(tmp_path: Path) -> None:
    current.begin(tmp_path / "gone")
    try:
        current.tell(Progress("clean"), always=True)
    finally:
        current.begin(None)
    assert not (tmp_path / "gone").exists()
