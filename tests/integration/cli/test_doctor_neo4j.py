"""`graphfraud doctor` against a real Neo4j server."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j


def _doctor(folder: Path, **setting: str) -> tuple[int, dict[str, str]]:
    """Run the command with these settings in a file; give its exit code and what it says of the server."""
    lines = [f"{name} = {json.dumps(value)}" for name, value in setting.items()]
    folder.joinpath("graphfraud.toml").write_text("\n".join(lines), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "graphfraud"), "doctor", "--format", "json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    checks = json.loads(done.stdout)["checks"]
    return done.returncode, next(c for c in checks if c["group"] == "neo4j")


def test_a_server_that_answers(tmp_path: Path, neo4j_server: Neo4jServer) -> None:
    code, found = _doctor(
        tmp_path,
        neo4j_uri=neo4j_server.uri,
        neo4j_user=neo4j_server.user,
        neo4j_password_file=str(neo4j_server.password_file),
    )
    assert (code, found["state"]) == (0, "ok"), found
    assert found["detail"] == f"{neo4j_server.uri} answers: Neo4j 5.26.25 community"


def test_a_wrong_password(tmp_path: Path, neo4j_server: Neo4jServer) -> None:
    tmp_path.joinpath("wrong").write_text("not-the-password\n")
    code, found = _doctor(
        tmp_path,
        neo4j_uri=neo4j_server.uri,
        neo4j_user=neo4j_server.user,
        neo4j_password_file=str(tmp_path / "wrong"),
    )
    assert (code, found["state"]) == (1, "broken")
    assert found["detail"].endswith("refuses the login of 'neo4j': wrong user or password")
    assert "neo4j_password_file" in found["remedy"]


def test_a_port_where_nothing_answers(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{taken.getsockname()[1]}"
        code, found = _doctor(tmp_path, neo4j_uri=uri)
    assert (code, found["state"]) == (1, "broken")
    assert found["detail"].startswith(f"No Neo4j server answers at {uri}: ")
    assert "neo4j_uri" in found["remedy"]
