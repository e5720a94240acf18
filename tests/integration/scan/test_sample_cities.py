"""The whole way on five sample cities: made, loaded, scanned, judged against the planted truth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli

NEVER = ("dialysis", "checkup_day", "weekly_clinic", "care_home")


def run(*arguments: str) -> str:
    """Run a command that must succeed and give what it printed."""
    result = CliRunner().invoke(cli, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_rings_are_found_and_look_alikes_are_not(seed: int, tmp_path: Path) -> None:
    files, workspace = str(tmp_path / "A"), str(tmp_path / "w")
    run("synth", "--persons", "20000", "--seed", str(seed), "--out", files)
    run("load", files, "--workspace", workspace)
    run("scan", "--workspace", workspace)
    judged: dict[str, Any] = json.loads(
        run("evaluate", "--truth", f"{files}/truth.csv", "--workspace", workspace, "--format", "json")
    )
    for scheme in ("fake_stay", "co_swipe"):
        assert judged["schemes"][scheme]["truth"] >= 5
    assert judged["overall"]["precision"] >= 0.9
    assert judged["overall"]["recall"] >= 0.9
    assert {name: judged["innocent"][name] for name in NEVER} == dict.fromkeys(NEVER, 0)
