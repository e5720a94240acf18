"""The demo from nothing to a table of rings, and the same again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

GRAPHFRAUD = str(Path(sys.executable).parent / "graphfraud")


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([GRAPHFRAUD, *args], cwd=folder, capture_output=True, text=True, timeout=300, check=True)


def _rings(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(folder, "rings", "--format", "json").stdout)
    return found


def test_demo_ends_with_the_planted_rings_and_a_second_call_adds_nothing(tmp_path: Path) -> None:
    first = _run(tmp_path, "demo", "--no-app")
    found = _rings(tmp_path)
    assert all(f"[{step}] " in first.stderr for step in (1, 2, 3, 4))
    assert "graphfraud app --workspace" in first.stderr
    top = found["rings"][0]
    assert top["ring_id"] in first.stdout
    assert found["rings"] != []

    workspace = tmp_path / "graphfraud-data"
    truth = str(workspace / "sample" / "city" / "truth.csv")
    measured = json.loads(_run(tmp_path, "evaluate", "--truth", truth, "--format", "json").stdout)
    for scheme in ("fake_stay", "co_swipe"):
        assert measured["schemes"][scheme]["found"] == measured["schemes"][scheme]["truth"] > 0
    assert measured["overall"]["precision"] == 1.0
    # So small a city has too few assessors and employers to compare one with.
    assert measured["overall"]["recall"] >= 0.9

    again = _run(tmp_path, "demo", "--no-app")
    assert again.stdout.endswith(first.stdout.splitlines()[-1] + "\n")
    assert _rings(tmp_path) == found
    assert len(list((workspace / "runs").glob("*/manifest.json"))) == 1
