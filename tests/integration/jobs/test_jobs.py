"""Jobs as processes: they outlive who started them, one writes at a time, they end cleanly, a kill is told as such."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.errors import InputError, NotFoundError, SettingError, WorkspaceError
from graphfraud.jobs import job as journal
from graphfraud.jobs import uploads
from graphfraud.jobs.board import Jobs
from graphfraud.jobs.job import Job
from graphfraud.scan.jobs import ScanRequest, WhatIfRequest, start
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from ingest.draft import draft
from ingest.guess import guess_tables
from ingest.jobs import load_folder, load_upload
from ingest.sample import take_sample

WAIT_S = 180.0
LONG = ScanRequest(changes={"decoys": 1000.0})
QUICK = ScanRequest(schemes=("fake_stay",), changes={"decoys": 0.0, "stability_runs": 0.0})


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory) -> Jobs:
    """The jobs of a workspace into which a small city was loaded as a job."""
    folder = tmp_path_factory.mktemp("jobs")
    CliRunner().invoke(cli, ["synth", "--out", str(folder / "city"), "--persons", "2000", "--seed", "5"])
    board = Jobs(Workspace(folder / "w"), patience_s=20)
    loaded = ended(board, load_folder(board, folder / "city", "national", "chen", dry_run=False))
    assert (loaded.state, loaded.exit_code) == ("done", 0)
    assert (loaded.result() or {})["batches"]
    return board


def ended(board: Jobs, job: Job) -> Job:
    """Wait until a job has ended."""
    deadline = time.monotonic() + WAIT_S
    while board.get(job.job_id).live and time.monotonic() < deadline:
        time.sleep(0.1)
    return board.get(job.job_id)


def at_work(board: Jobs, job: Job) -> Job:
    """Wait until a scan has begun with its schemes."""
    deadline = time.monotonic() + WAIT_S
    while board.get(job.job_id).progress.stage in ("", "clean") and time.monotonic() < deadline:
        time.sleep(0.05)
    return board.get(job.job_id)


def test_a_scan_is_a_run_and_one_writes_at_a_time(jobs: Jobs) -> None:
    first = start(jobs, QUICK, "chen")
    with pytest.raises(WorkspaceError, match="started by chen"):
        start(jobs, QUICK, "li")
    done = ended(jobs, first)
    assert (done.state, done.order.who) == ("done", "chen")
    run_id = (done.result() or {})["run"]["run_id"]
    assert Runs(jobs.workspace.runs).newest() == run_id
    assert done.progress.stage == "judge"
    assert 0 < (done.progress.share or 0) < 1


def test_cancel_leaves_no_half_run_and_the_next_job_starts(jobs: Jobs) -> None:
    # Another worker may run the tests that scan before.
    before = sorted(jobs.workspace.runs.glob("*"))
    job = at_work(jobs, start(jobs, LONG, "chen"))
    assert job.state == "running"
    stopped = jobs.cancel(job.job_id, "li", wait=True)
    assert (stopped.state, stopped.stopped_by) == ("cancelled", "li")
    assert sorted(jobs.workspace.runs.glob("*")) == before
    assert jobs.cancel(job.job_id, "wang").stopped_by == "li"
    assert ended(jobs, start(jobs, QUICK, "chen")).state == "done"


def test_a_killed_job_is_told_as_such(jobs: Jobs) -> None:
    job = at_work(jobs, start(jobs, LONG, "chen"))
    process = journal.read(job.folder / "process.json")
    assert process is not None
    os.kill(process["pid"], signal.SIGKILL)
    assert ended(jobs, job).state == "killed"
    assert ended(jobs, start(jobs, QUICK, "chen")).state == "done"


def test_a_job_outlives_the_process_that_started_it(jobs: Jobs) -> None:
    code = (
        "import sys; from pathlib import Path; from graphfraud.jobs.board import Jobs;"
        "from graphfraud.workspace import Workspace; from graphfraud.scan.jobs import ScanRequest, start;"
        "print(start(Jobs(Workspace(Path(sys.argv[1]))), ScanRequest(schemes=('fake_stay',), seed=9), 'chen').job_id)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, str(jobs.workspace.root)], capture_output=True, text=True, check=True
    )
    assert ended(jobs, jobs.get(said.stdout.strip())).state == "done"


def test_a_what_if_writes_no_run(jobs: Jobs) -> None:
    newest = Runs(jobs.workspace.runs).newest()
    assert newest is not None
    before = sorted(jobs.workspace.runs.iterdir())
    done = ended(jobs, start(jobs, WhatIfRequest(newest, {"min_size": 4.0}), "chen"))
    assert done.state == "done"
    assert (done.result() or {})["parameters"] == {"min_size": {"was": 5, "now": 4.0}}
    assert sorted(jobs.workspace.runs.iterdir()) == before


def test_what_cannot_run_is_refused_before_it_starts(jobs: Jobs) -> None:
    known = len(jobs.all())
    for request in (
        ScanRequest(profile="village"),
        ScanRequest(schemes=("none",)),
        ScanRequest(within="county=1"),
        ScanRequest(changes={"min_size": 0.0}),
        WhatIfRequest("any", {}),
    ):
        with pytest.raises(SettingError):
            start(jobs, request, "chen")
    with pytest.raises(InputError, match="Unknown kind"):
        jobs.start("rm", ["doctor"], who="chen")
    with pytest.raises(NotFoundError):
        jobs.get("../runs")
    assert len(jobs.all()) == known


def test_a_failed_job_keeps_its_reason(jobs: Jobs) -> None:
    done = ended(jobs, start(jobs, ScanRequest(within="from=1990-01-01; to=1990-02-01"), "chen"))
    assert (done.state, done.exit_code) == ("failed", 1)
    assert any("No settlement lies between" in line for line in done.tail())


def test_an_upload_is_tried_then_loaded_then_gone(jobs: Jobs) -> None:
    text = "户编号,个人编号\nF1,P1\nF1,P2\n,P3\n"
    token = uploads.keep(jobs.workspace, "户.csv", text.encode(), 1000)
    sample = take_sample(uploads.file_of(jobs.workspace, token))
    guess = next(g for g in guess_tables(sample) if g.table.name == "household")
    made = draft(guess, sample, {"hh_id": "户编号"})
    tried = ended(jobs, load_upload(jobs, token, made, "户", "chen", dry_run=True))
    (batch,) = (tried.result() or {})["batches"]
    assert (batch["file"], batch["rows_read"], batch["quarantined"]) == ("household/户.csv", 3, 1)
    assert uploads.file_of(jobs.workspace, token).name == "户.csv"
    done = ended(jobs, load_upload(jobs, token, made, "户", "chen", dry_run=False))
    (batch,) = (done.result() or {})["batches"]
    assert (done.state, batch["accepted"], batch["quarantined"]) == ("done", 2, 1)
    with pytest.raises(NotFoundError):
        uploads.file_of(jobs.workspace, token)


def test_the_command_lists_and_cancels(jobs: Jobs) -> None:
    at = ["--workspace", str(jobs.workspace.root)]
    job = at_work(jobs, start(jobs, LONG, "chen"))
    said = CliRunner().invoke(cli, ["jobs", "cancel", job.job_id, *at])
    assert (said.exit_code, said.stdout) == (0, f"{job.job_id}: cancelled\n")
    listed = json.loads(CliRunner().invoke(cli, ["jobs", "list", "--format", "json", *at]).stdout)["jobs"]
    assert (listed[0]["job_id"], listed[0]["state"], listed[0]["who"]) == (job.job_id, "cancelled", "chen")
    table = CliRunner().invoke(cli, ["jobs", "list", "--lang", "zh", *at]).stdout
    assert "已取消" in table
    assert "扫描" in table


def test_no_job_starts_on_a_full_disk(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphfraud.jobs.board.LEAST_FREE", 1 << 62)
    with pytest.raises(WorkspaceError, match="MB of disk are free"):
        start(jobs, QUICK, "chen")
