from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from graphfraud.cli.evaluate import evaluate
from graphfraud.errors import NotFoundError
from graphfraud.scan import run_folder
from tests.unit.evaluate.rings import ring

RUN = {
    "run_id": "r1",
    "started_at": "2025-01-01T00:00:00+08:00",
    "finished_at": "2025-01-01T00:00:01+08:00",
    "engine": "duckdb",
    "data_version": "d",
    "params_version": "p",
    "code_version": "c",
    "seed": 1,
}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with two runs: the first found T1 alone, the newest both rings and a false one."""
    runs = tmp_path / "ws" / "runs"
    for run_id, rings in (("r1", [ring(1, "abc")]), ("r2", [ring(1, "abc"), ring(2, "def"), ring(3, "uvw")])):
        run_folder.write(
            runs,
            {"run": {**RUN, "run_id": run_id}, "counts": {"published": len(rings), "demoted": 0}, "lake_versions": {}},
            rings,
            run_folder.LINKS.empty_table(),
            run_folder.GATHERINGS.empty_table(),
            "{}\n",
        )
    return tmp_path / "ws"


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    rows = [f"T1,fake_stay,patient,{c},member" for c in "abc"] + [f"T2,fake_stay,patient,{c},member" for c in "def"]
    path = tmp_path / "truth.csv"
    path.write_text("\n".join(["ring_id,scheme,kind,id,role", *rows]) + "\n", encoding="utf-8")
    return path


def _json(truth: Path, workspace: Path, *more: str) -> dict[str, Any]:
    asked = ["--truth", str(truth), "--workspace", str(workspace), "--format", "json", *more]
    result = CliRunner().invoke(evaluate, asked, catch_exceptions=False)
    assert result.exit_code == 0
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def test_json_of_the_newest_run(truth: Path, workspace: Path) -> None:
    read = _json(truth, workspace)
    whole = {
        "published": 3,
        "right": 2,
        "truth": 2,
        "found": 2,
        "precision": 0.666667,
        "recall": 1.0,
        "p_at_10": 0.666667,
        "p_at_25": 0.666667,
        "p_at_50": 0.666667,
        "average_precision": 1.0,
        "mean_best_jaccard": 1.0,
        "bcubed_precision": 0.666667,
        "bcubed_recall": 1.0,
        "bcubed_f1": 0.8,
    }
    assert read == {
        "overall": whole,
        "schemes": {"fake_stay": whole},
        "innocent": {"none": 1},
        "false_rings": [{"ring_id": "ring-3", "rank": 3, "scheme": "fake_stay", "explanation": "none"}],
        "missed": [],
    }


def test_one_run_of_several(truth: Path, workspace: Path) -> None:
    read = _json(truth, workspace, "--run", "r1")
    assert read["missed"] == ["T2"]
    assert read["overall"]["recall"] == 0.5


def test_a_foreign_file_beside_the_truth_is_left_out(truth: Path, workspace: Path) -> None:
    truth.with_name("innocent.csv").write_text("id,kind\nu,family\n", encoding="utf-8")
    asked = ["--truth", str(truth), "--workspace", str(workspace), "--format", "json"]
    result = CliRunner().invoke(evaluate, asked, catch_exceptions=False)
    assert json.loads(result.stdout)["innocent"] == {"none": 1}
    assert "innocent.csv:1:group_id" in result.stderr


def test_innocent_file_beside_the_truth_explains(truth: Path, workspace: Path) -> None:
    beside = truth.with_name("innocent.csv")
    beside.write_text("group_id,explanation,psn_no\nG,dialysis,u\nG,dialysis,v\nG,dialysis,w\n", encoding="utf-8")
    assert _json(truth, workspace)["innocent"] == {"dialysis": 1, "none": 0}


def test_text(truth: Path, workspace: Path) -> None:
    result = CliRunner().invoke(evaluate, ["--truth", str(truth), "--workspace", str(workspace), "--run", "r1"])
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0] == ["overall", "fake_stay"]
    assert ["recall", "0.500", "0.500"] in lines
    assert ["Missed:", "T2"] in lines


def test_no_run(truth: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        _json(truth, tmp_path / "empty")


def test_usage(tmp_path: Path) -> None:
    assert CliRunner().invoke(evaluate, []).exit_code == 2
    assert CliRunner().invoke(evaluate, ["--truth", str(tmp_path / "no.csv")]).exit_code == 2
    assert "graphfraud evaluate --truth city/truth.csv" in CliRunner().invoke(evaluate, ["--help"]).output
