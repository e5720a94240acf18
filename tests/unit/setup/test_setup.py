"""The scripts of a fresh machine and the pinned versions."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ALL_PARTS = "chromium fontconfig fonts-wqy-microhei openjdk-17-jre-headless maven"


def _run(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    assert bash
    return subprocess.run([bash, script], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A PATH with nothing but grep, for a user who is not root."""
    found = shutil.which("grep")
    assert found
    tmp_path.joinpath("grep").symlink_to(found)
    tmp_path.joinpath("id").write_text("#!/bin/sh\necho 1000\n")
    tmp_path.joinpath("id").chmod(0o755)
    return tmp_path


def test_an_old_python_is_passed_over(bare: Path) -> None:
    for name in ("python3", "python3.11"):
        bare.joinpath(name).write_text(f"#!/bin/sh\nexit {1 if name == 'python3' else 0}\n")
        bare.joinpath(name).chmod(0o755)
    done = _run(".ci/python", PATH=str(bare))
    assert (done.returncode, done.stdout.strip()) == (0, str(bare / "python3.11"))


def test_no_python_is_a_clear_error(bare: Path) -> None:
    done = _run(".ci/python", PATH=str(bare))
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs Python 3.11 or newer" in done.stderr
    assert "apt-get install python3 python3-venv" in done.stderr


@pytest.mark.parametrize(
    ("environment", "parts"),
    [
        ({}, ALL_PARTS),
        ({"GRAPHFRAUD_TEST_NEO4J_URI": "bolt://127.0.0.1:7687"}, "chromium fontconfig fonts-wqy-microhei"),
    ],
)
def test_without_root_the_one_command_is_printed(bare: Path, environment: dict[str, str], parts: str) -> None:
    done = _run(".ci/system-parts", PATH=str(bare), **environment)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].strip() == f"apt-get install --no-install-recommends {parts}"


def test_every_dependency_is_pinned_without_an_address() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["dev"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {_name(line) for line in lines if re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line)}
    assert len(pinned) == len(lines)
    assert {_name(requirement) for requirement in needed} - pinned == set()


def _name(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>]", requirement)[0]).lower()
