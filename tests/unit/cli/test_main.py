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
