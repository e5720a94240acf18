"""What changed claims touch: the same differences as between whole states, after any random changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.push import touched, update, wanted
from graphfraud.push.diff import Change, Files
from graphfraud.push.kept import State
from graphfraud.server import Login
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.integration.push import graphs, stirred
from tests.neo4j_server import Neo4jServer

KEY = b"k" * 32


def compute(workspace: Workspace, folder: Path, *bases: State) -> State:
    """Compute the state that a push would bring, from scratch or from `bases`."""
    runs = Runs(workspace.runs)
    order = wanted.Order(runs.get(None), runs.all(), "all", False, KEY)
    state = State(folder)
    folder.mkdir()
    with DuckDBEngine(threads=1) as engine:
        wanted.write(order, workspace, engine, state, bases)
    return state


def facts(found: list[Change]) -> list[tuple[str, list[object], list[object], list[object]]]:
    return [(c.one.rows, c.new.to_pylist(), c.changed.to_pylist(), c.drop.to_pylist()) for c in found]


def between(*bases: State, state: State) -> list[Change]:
    with touched.parts(bases, state) as (before, after):
        return update.changes(before, after)


@pytest.mark.parametrize("seed", range(3))
def test_differences_are_those_of_whole_states(tmp_path: Path, seed: int) -> None:
    """From a whole state, from one that was itself made from another, and between two after a push cut short."""
    workspace = city.build(tmp_path / "city")
    first = compute(workspace, tmp_path / "first")
    stirred.stir(workspace, seed, 1)
    whole_second, second = compute(workspace, tmp_path / "whole2"), compute(workspace, tmp_path / "second", first)
    assert not second.whole
    assert facts(between(first, state=second)) == facts(update.changes(Files([first]), whole_second))
    stirred.stir(workspace, seed, 2)
    whole = compute(workspace, tmp_path / "whole3")
    third = compute(workspace, tmp_path / "third", second)
    assert facts(between(second, state=third)) == facts(update.changes(Files([whole_second]), whole))
    cut_short = compute(workspace, tmp_path / "cut", first, second)
    assert facts(between(first, second, state=cut_short)) == facts(update.changes(Files([first, whole_second]), whole))


def test_nothing_touched(tmp_path: Path) -> None:
    workspace = city.build(tmp_path / "city")
    first = compute(workspace, tmp_path / "first")
    graphs.scanned(workspace, city.DATA, "run3", "2025-08-01T10:00:00+08:00")
    found = between(first, state=compute(workspace, tmp_path / "second", first))
    assert {c.one.rows for c in found if c.rows and not c.one.of_run} == set()
    assert next(c.new["run_id"].to_pylist() for c in found if c.one.rows == "runs") == ["run3"]


@pytest.mark.neo4j
@pytest.mark.parametrize("seed", [11, 12])
def test_graph_is_that_of_a_fresh_fill(tmp_path: Path, neo4j_server: Neo4jServer, seed: int) -> None:
    """Data and runs change three times; what the server then holds is what a first fill would have brought."""
    login = Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    graphs.clean(login)
    workspace = city.build(tmp_path / "city")
    graphs.send(workspace, login)
    for step in (1, 2, 3):
        stirred.stir(workspace, seed, step)
        assert graphs.send(workspace, login).way == "update"
    kept = [file for file in (workspace.root / "graph").glob("*/*/*.parquet") if file.stem == "claims"]
    assert kept == []
    assert graphs.whole(login) == graphs.fresh(workspace, login)


@pytest.mark.neo4j
def test_state_of_other_statements(tmp_path: Path, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A state whose rows other statements have made can't be carried on: every row is sent again."""
    login = Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password)
    graphs.clean(login)
    workspace = city.build(tmp_path / "city")
    graphs.send(workspace, login)
    stirred.stir(workspace, 21, 1)
    graphs.send(workspace, login)
    monkeypatch.setattr(wanted, "CLAIMS_ALONE", ("graph_hops.sql",))
    stirred.stir(workspace, 21, 2)
    assert "is not kept here" in graphs.send(workspace, login).why
    assert graphs.whole(login) == graphs.fresh(workspace, login)
