"""Exit codes as the shell sees them, and errors without a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

GRAPHFRAUD = str(Path(sys.executable).parent / "graphfraud")


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([GRAPHFRAUD, *args], cwd=folder, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (["--version"], 0, "graphfraud, version 0.1.0"),
        (["nonsense"], 2, "No such command 'nonsense'"),
        (["doctor", "--format", "xml"], 2, "'xml' is not one of 'text', 'json'"),
        (["doctor", "--workspace", "a-file"], 2, "is a file"),
        (["scan", "--from", "2025-06-30", "--to", "2025-01-01"], 2, "--from 2025-06-30 lies after --to 2025-01-01"),
        (["scan", "--schemes", ","], 2, "known: fake_stay, feeder, split_stay"),
        (["scan", "--seed", "-1"], 2, "a whole number from 0"),
        (["scan", "--param", "min_sise=4"], 2, "Did you mean 'min_size'?"),
    ],
)
def test_exit_codes(tmp_path: Path, args: list[str], code: int, said: str) -> None:
    tmp_path.joinpath("a-file").write_text("x")
    done = _run(tmp_path, *args)
    assert done.returncode == code
    assert said in done.stdout + done.stderr


def test_an_error_of_ours_is_two_plain_lines(tmp_path: Path) -> None:
    tmp_path.joinpath("graphfraud.toml").write_text("hub_degre = 5")
    done = _run(tmp_path, "doctor")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "Error: Unknown key in graphfraud.toml: 'hub_degre'",
        "  → Did you mean 'hub_degree'?",
    ]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a file on a full disk")
def test_output_to_a_full_disk_is_one_clear_line(tmp_path: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [GRAPHFRAUD, "runs", "--format", "json"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr == "Error: [Errno 28] No space left on device\n"


def test_a_settings_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    tmp_path.joinpath("graphfraud.toml").write_text('lang = "en"', encoding="utf-8-sig")
    assert _run(tmp_path, "runs").stdout.startswith("No scan has finished")


def test_the_workspace_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    before, after = _run(tmp_path, "--workspace", "w", "runs"), _run(tmp_path, "runs", "--workspace", "w")
    assert (before.returncode, before.stdout, before.stderr) == (after.returncode, after.stdout, after.stderr)
    both = _run(tmp_path, "--workspace", "elsewhere", "doctor", "--workspace", "w", "--format", "json")
    assert str(Path("w")) in both.stdout
    assert "elsewhere" not in both.stdout
