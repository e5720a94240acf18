"""`graphfraud load` as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import graphfraud
from tests.integration.ingest.loading import settlement, write

GRAPHFRAUD = Path(sys.executable).with_name("graphfraud")
CONTRACT = [
    "batch_id",
    "table",
    "file",
    "sha256",
    "already_loaded",
    "rows_read",
    "accepted",
    "duplicate",
    "updated",
    "quarantined",
    "reasons",
]


def _run(folder: Path, *arguments: str, lang: str = "en") -> subprocess.CompletedProcess[str]:
    command = [str(GRAPHFRAUD), "load", *arguments, "--workspace", str(folder / "w")]
    environment = {"GRAPHFRAUD_LANG": lang, "PATH": "/usr/bin:/bin", "COLUMNS": "200"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, env=environment)


def test_json(tmp_path: Path) -> None:
    write(tmp_path / "in/setl_d/part-0.csv", [settlement(1), "x"])
    done = _run(tmp_path, "in", "--format", "json")
    assert done.returncode == 0
    data = json.loads(done.stdout)
    (batch,) = data["batches"]
    assert list(batch) == CONTRACT
    assert batch["file"] == "setl_d/part-0.csv"
    assert (batch["rows_read"], batch["accepted"], batch["reasons"]) == (2, 1, {"ragged_row": 1})
    assert {"scheme", "state", "missing"} == set(data["schemes"][0])
    assert data["quality"]["tables"]["setl_d"]["rows"] == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("en", ["Batches", "Data quality", "Schemes"]), ("zh", ["装载批次", "数据质量", "可检测类型"])]
)
def test_tables_in_both_languages(tmp_path: Path, lang: str, words: list[str]) -> None:
    write(tmp_path / "in/setl_d.csv", [settlement(1), "x"])
    done = _run(tmp_path, "in", lang=lang)
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)
    assert "ragged_row 1" in done.stdout
    assert "setl_d.csv:3: ragged_row: 1 cells, the header has 6" in done.stdout


def test_the_first_quarantined_rows_are_shown_and_all_can_be_read(tmp_path: Path) -> None:
    write(tmp_path / "in/setl_d.csv", [settlement(n, fee="[x]") for n in range(5)])
    done = _run(tmp_path, "in")
    said = [line for line in done.stdout.splitlines() if "medfee_sumamt: bad_number" in line]
    assert said == [f"setl_d.csv:{n} medfee_sumamt: bad_number: not a number: '[x]'" for n in (2, 3, 4)]
    assert "quarantine()" in done.stdout
    found = graphfraud.open(tmp_path / "w").quarantine()
    assert found["line"].tolist() == [2, 3, 4, 5, 6]
    assert found["raw"].tolist() == [settlement(n, fee="[x]") for n in range(5)]


def test_refused_files_end_with_1_and_a_clear_word(tmp_path: Path) -> None:
    write(tmp_path / "in/setl_d.csv", [], "psn_no")
    done = _run(tmp_path, "in", "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["failed"][0]["reason"] == "missing_column"
    assert "setl_d.csv:1:fixmedins_code: the required column fixmedins_code" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_usage(tmp_path: Path) -> None:
    assert _run(tmp_path).returncode == 2
    done = _run(tmp_path, "nowhere")
    assert (done.returncode, "no such file" in done.stderr) == (1, True)
    done = _run(tmp_path, ".", "--mapping", "legasy")
    assert (done.returncode, "legacy" in done.stderr) == (1, True)


def test_help_shows_an_example(tmp_path: Path) -> None:
    done = _run(tmp_path, "--help")
    assert done.returncode == 0
    assert "Example:" in done.stdout
