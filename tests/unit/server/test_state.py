"""What was started in a home, and whether its process still lives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.server import state
from graphfraud.server.home import Home
from graphfraud.server.state import State


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "a b", 1024**3)


def test_a_state_is_read_as_it_was_written(home: Home) -> None:
    assert state.read(home) is None
    home.root.mkdir()
    state.write(home, State("java", 7700, wanted=True, pid=17))
    assert state.read(home) == State("java", 7700, wanted=True, pid=17)
    assert [p.name for p in home.root.iterdir()] == ["server.json"]


@pytest.mark.parametrize("text", ["", "[]", '{"way": "java"}', '{"way": "java", "port": 1, "more": 2}'])
def test_a_damaged_state_is_told(home: Home, text: str) -> None:
    home.root.mkdir()
    home.root.joinpath("server.json").write_text(text)
    with pytest.raises(WorkspaceError, match=r"Can't read .*server\.json") as raised:
        state.read(home)
    assert raised.value.hint == "Delete it, then: graphfraud neo4j up"


def test_a_process_lives_until_it_ends_and_only_as_that_home_s(home: Home) -> None:
    folders = [f"--home-dir={home.root}", f"--config-dir={home.root / 'conf'}"]
    wait = [sys.executable, "-c", "input()", *folders]
    with subprocess.Popen(wait, stdin=subprocess.PIPE) as process:
        running = State("java", 7700, wanted=True, pid=process.pid)
        assert state.alive(home, running)
        assert not state.alive(home, State("java", 7700, wanted=False, pid=process.pid))
        assert not state.alive(Home(home.root.parent / "a", 1024**3), running)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        # Ended, though nobody has collected it yet.
        assert not state.alive(home, running)
    assert not state.alive(home, running)


def test_a_number_that_another_program_has_by_now(home: Home) -> None:
    assert not state.alive(home, State("java", 7700, wanted=True, pid=os.getpid()))
    assert not state.alive(home, None)
