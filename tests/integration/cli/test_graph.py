"""`graphfraud graph` against a real server: push, status, forget."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.graph import graph
from graphfraud.errors import MissingPartError, NotFoundError
from graphfraud.server import Login
from tests.integration.push import graphs
from tests.neo4j_server import Neo4jServer


def run(*args: str) -> Result:
    return CliRunner().invoke(graph, args, catch_exceptions=True)


def test_no_server_is_set(tmp_path: Path) -> None:
    error = run("push", "--workspace", str(tmp_path)).exception
    assert isinstance(error, MissingPartError)
    assert "neo4j_uri" in error.hint


@pytest.mark.neo4j
def test_push_status_forget(neo4j_server: Neo4jServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs.clean(Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password))
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_PASSWORD_FILE", str(neo4j_server.password_file))
    place = ("--workspace", str(graphs.home_of(tmp_path / "city").root))
    assert "No push has touched this database" in run("status", *place).output
    done = run("push", "--format", "json", *place)
    answer = json.loads(done.stdout)
    assert answer["types"]["Claim"] == {"added": 10, "changed": 0, "removed": 0}
    assert answer["sent"] == sum(n for counts in answer["types"].values() for n in counts.values())
    assert "rows/s" in done.stderr
    assert "nothing: the graph shows" in run("push", *place).stdout
    shown = json.loads(run("status", "--format", "json", *place).stdout)
    assert (shown["state"], sorted(shown["runs"]), shown["claims"]) == ("shown", ["run1", "run2"], "all")
    assert "2 Ring" in run("forget", "run1", *place).stdout
    assert isinstance(run("forget", "run1", *place).exception, NotFoundError)
    assert "forgotten: run1" in run("status", *place).stdout
