"""The workspace's own server, started by Java, through its whole life by the commands."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from graphfraud import settings
from graphfraud.server import Login, java, login
from graphfraud.workspace import Workspace
from tests.services import require

pytestmark = pytest.mark.neo4j
PROGRAM = str(Path(sys.executable).parent / "graphfraud")


def _run(workspace: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [PROGRAM, "neo4j", *arguments, "--workspace", str(workspace)]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=300)


def _up(workspace: Path, *arguments: str) -> str:
    """See to a running server; give what the command said of its steps."""
    known = [] if workspace.joinpath("neo4j", "server.json").exists() else ["--with", "java", "--port", "0"]
    done = _run(workspace, "up", *known, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stderr


def _status(workspace: Path) -> dict[str, Any]:
    done = _run(workspace, "status", "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == (0 if found["state"] == "running" else 1)
    return found


def _login(workspace: Path) -> Login:
    return login(settings.load(workspace=workspace), Workspace(workspace))


def _ask(workspace: Path, statement: str) -> list[Any]:
    where = _login(workspace)
    with neo4j.GraphDatabase.driver(where.uri, auth=(where.user, where.password)) as driver:
        return [record[0] for record in driver.execute_query(statement, database_="neo4j").records]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, neo4j_cache: Path) -> Iterator[Path]:
    require(shutil.which("java") and shutil.which("mvn"), "Java and Maven are missing")
    folder = tmp_path_factory.mktemp("own server")
    home = folder / "neo4j"
    home.mkdir(mode=0o700)
    # Maven's answer is asked for once for all tests.
    java.class_path(neo4j_cache, print)
    for kept in neo4j_cache.glob("class-path-*"):
        shutil.copy(kept, home)
    yield folder
    _run(folder, "down")


def test_up_status_query_down_and_up_again(workspace: Path) -> None:
    assert _status(workspace)["detail"] == "None was started in this workspace yet."
    assert "Starting Neo4j" in _up(workspace)
    first = _status(workspace)
    assert (first["state"], first["way"], first["version"]) == ("running", "java", f"{java.version()} community")
    password_file = Path(first["password_file"])
    assert stat.S_IMODE(password_file.stat().st_mode) == 0o600
    password = password_file.read_text()
    assert _ask(workspace, "CREATE (n:Claim {setl_id: 'S1'}) RETURN n.setl_id") == ["S1"]
    assert os.getsid(first["pid"]) == first["pid"]

    assert "Starting" not in _up(workspace)
    assert _status(workspace)["pid"] == first["pid"]

    done = _run(workspace, "down")
    assert (done.returncode, done.stdout) == (0, "Neo4j has stopped.\n")
    stopped = _status(workspace)
    assert (stopped["state"], stopped["pid"], stopped["detail"]) == ("stopped", None, "It was stopped.")
    assert _run(workspace, "down").stdout == "No Neo4j server was running.\n"

    _up(workspace)
    again = _status(workspace)
    assert (again["uri"], password_file.read_text()) == (first["uri"], password)
    assert _ask(workspace, "MATCH (n:Claim) RETURN n.setl_id") == ["S1"]


def test_a_killed_server_is_told_and_comes_back(workspace: Path) -> None:
    _up(workspace)
    pid = _status(workspace)["pid"]
    os.kill(pid, signal.SIGKILL)
    killed = _status(workspace)
    assert (killed["state"], killed["pid"]) == ("stopped", None)
    assert killed["detail"] == "It ended by itself or was killed."
    assert any("Bolt" in line or "Started" in line for line in killed["log"])
    assert "Starting Neo4j" in _up(workspace)
    assert _status(workspace)["pid"] != pid


def test_a_stopped_process_is_unhealthy(workspace: Path) -> None:
    _up(workspace)
    pid = _status(workspace)["pid"]
    os.kill(pid, signal.SIGSTOP)
    try:
        found = _status(workspace)
    finally:
        os.kill(pid, signal.SIGCONT)
    assert (found["state"], found["pid"]) == ("unhealthy", pid)
    assert "graphfraud neo4j up" in found["remedy"]
    assert _status(workspace)["state"] == "running"


def test_a_wrong_password_file(workspace: Path) -> None:
    _up(workspace)
    file = workspace / "neo4j" / "password"
    right = file.read_text()
    file.write_text("not-the-password\n")
    try:
        done = _run(workspace, "up")
        found = _status(workspace)
    finally:
        file.write_text(right)
    assert done.returncode == 1
    assert f"refuses the password of {file}" in done.stderr
    assert "first line of that file" in done.stderr
    assert found["state"] == "unhealthy"
    assert "Starting" not in _up(workspace)


def test_a_port_that_is_taken(workspace: Path) -> None:
    _up(workspace)
    _run(workspace, "down")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = _run(workspace, "up", "--port", str(port))
    assert done.returncode == 1
    assert f"Port {port} of 127.0.0.1 can't be used: Address already in use" in done.stderr
    assert "--port 0" in done.stderr


def test_a_heap_that_java_can_t_have(workspace: Path) -> None:
    _up(workspace)
    _run(workspace, "down")
    done = _run(workspace, "up", GRAPHFRAUD_NEO4J_MEMORY="900000GB")
    assert done.returncode == 1
    assert "Could not reserve enough space" in done.stderr
    assert "neo4j_memory" in done.stderr


def test_maven_without_its_repository(tmp_path: Path) -> None:
    require(shutil.which("java") and shutil.which("mvn"), "Java and Maven are missing")
    closed = f"-Dmaven.repo.local={tmp_path / 'none'} -Dhttps.proxyHost=127.0.0.1 -Dhttps.proxyPort=1"
    done = _run(tmp_path, "up", "--with", "java", "--port", "0", MAVEN_OPTS=closed)
    assert done.returncode == 1
    assert "Error: Maven can't fetch Neo4j: " in done.stderr
    assert "~/.m2/settings.xml" in done.stderr
