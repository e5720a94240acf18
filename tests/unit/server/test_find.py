"""Which server a process uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud import settings
from graphfraud.errors import MissingPartError
from graphfraud.server import Login, login, state
from graphfraud.server.home import Home
from graphfraud.server.state import State
from graphfraud.workspace import Workspace


def test_the_settings_go_first(tmp_path: Path) -> None:
    tmp_path.joinpath("secret").write_text("s3cret\n")
    _started(tmp_path)
    loaded = settings.load(neo4j_uri="neo4j://db:7687", neo4j_user="me", neo4j_password_file=tmp_path / "secret")
    assert login(loaded, Workspace(tmp_path)) == Login("neo4j://db:7687", "me", "s3cret")


def test_else_the_workspace_s_own(tmp_path: Path) -> None:
    home = _started(tmp_path)
    assert login(settings.load(), Workspace(tmp_path)) == Login("bolt://127.0.0.1:7700", "neo4j", home.password())


def test_else_the_next_step_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="No Neo4j server is set") as raised:
        login(settings.load(), Workspace(tmp_path))
    assert raised.value.hint == "Start one: graphfraud neo4j up; or set neo4j_uri."
    home = _started(tmp_path)
    state.write(home, State("java", 7700, wanted=True, pid=2**22 + 1))
    with pytest.raises(MissingPartError, match="is not running") as raised:
        login(settings.load(), Workspace(tmp_path))
    assert "graphfraud neo4j up" in raised.value.hint


def test_a_password_is_not_shown() -> None:
    assert "s3cret" not in repr(Login("bolt://x", "neo4j", "s3cret"))


def _started(root: Path) -> Home:
    home = Home.of(settings.load(), Workspace(root))
    with home.held():
        home.password()
        state.write(home, State("docker", 7700, wanted=True))
    return home
