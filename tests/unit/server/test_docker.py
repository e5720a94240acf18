"""What Docker is asked. No engine runs here: a program of that name writes down its arguments."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from graphfraud.errors import MissingPartError, WorkspaceError
from graphfraud.server import docker, launch, process, state
from graphfraud.server.home import Home
from graphfraud.server.shipped import shipped
from graphfraud.server.state import State

SCRIPT = """\
#!/bin/sh
echo "$@" >> {folder}/asked
env | grep -E '^(GRAPHFRAUD_)?NEO4J_' | sort > {folder}/environment
case "$*" in *'{fails}'*) echo "reason of the engine" >&2; exit 1;; esac
case "$*" in *' ps '*) echo 0123456789ab;; esac
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    _install(tmp_path)
    return tmp_path


def _install(folder: Path, fails: str = "never") -> None:
    folder.joinpath("docker").write_text(SCRIPT.format(folder=folder, fails=fails))
    folder.joinpath("docker").chmod(0o755)


def _home(folder: Path) -> Home:
    home = Home(folder / "neo4j", 512 * 1024**2)
    home.root.mkdir()
    return home


def test_an_engine_answers_with_compose_or_not_at_all(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert docker.answers()
    _install(engine, fails="info")
    assert not docker.answers()
    _install(engine, fails="version")
    assert not docker.answers()
    monkeypatch.setenv("PATH", "")
    assert not docker.answers()


def test_start_fills_in_what_the_file_asks_for(engine: Path) -> None:
    home, port = _home(engine), process.free_port()
    assert docker.start(home, port, print) == state.read(home) == State("docker", port, wanted=True)
    asked = engine.joinpath("asked").read_text().split()
    assert asked[:2] == ["compose", "--project-name"]
    assert asked[3:] == ["--file", str(shipped("compose.yml")), "up", "--detach", "--wait", "neo4j"]
    given = dict(line.split("=") for line in engine.joinpath("environment").read_text().splitlines())
    assert given["GRAPHFRAUD_NEO4J_MEMORY"] == "512m"
    assert given["GRAPHFRAUD_NEO4J_PASSWORD_FILE"] == str(home.password_file)
    assert given["NEO4J_BOLT_PORT"] == str(port)
    assert home.password_file.exists()


def test_a_failed_start_has_docker_s_words(engine: Path) -> None:
    _install(engine, fails=" up ")
    with pytest.raises(MissingPartError, match="Docker can't start Neo4j: reason of the engine") as raised:
        docker.start(_home(engine), process.free_port(), print)
    assert "--with java" in raised.value.hint


def test_down_keeps_the_volumes_and_the_port(engine: Path) -> None:
    home = _home(engine)
    state.write(home, State("docker", 7700, wanted=True))
    assert launch.down(home)
    assert engine.joinpath("asked").read_text().splitlines()[-1].endswith("compose.yml down")
    assert state.read(home) == State("docker", 7700)
    assert not launch.down(home)


def test_a_container_that_can_t_be_stopped(engine: Path) -> None:
    home = _home(engine)
    state.write(home, State("docker", 7700, wanted=True))
    _install(engine, fails=" down")
    with pytest.raises(WorkspaceError, match="Docker can't stop Neo4j: reason of the engine"):
        launch.down(home)


def test_each_home_is_a_project_of_its_own(engine: Path) -> None:
    for name in ("a", "b", "a"):
        docker.compose(Home(engine / name, 1024**3), 7687, ["ps"])
    first, second, third = [line.split()[2] for line in engine.joinpath("asked").read_text().splitlines()]
    assert first == third != second
