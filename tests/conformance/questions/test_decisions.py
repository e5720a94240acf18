"""Answers show rings with the decisions on them, whichever store answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graphfraud.store.dispositions import Dispositions
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.conformance.questions import town
from tests.conformance.questions.server import Server, holding
from tests.neo4j_server import Neo4jServer


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    return town.build(tmp_path)


def _dismiss_the_first(workspace: Workspace, store: EmbeddedStore) -> None:
    ring, when = store.ring("R1"), "2025-08-02T10:00:00+08:00"
    Dispositions(workspace).add(ring, store.run().run_id, "dismissed", "one bus", who="Chen", when=when)


def _expect(asked: EmbeddedStore | Server) -> None:
    facts = ("ring_id", "rank", "status", "status_reason")
    rows: list[dict[str, Any]] = asked.ask("rings").to_pylist()
    assert [tuple(row[name] for name in facts) for row in rows] == [
        ("R2", 1, "published", None),
        ("R1", 2, "demoted", "dismissed"),
        ("R3", 3, "demoted", "family"),
    ]
    assert asked.ask("rings", status="published")["ring_id"].to_pylist() == ["R2"]
    near = asked.ask("rings_near", entity="A4").to_pylist()
    assert [(row["ring_id"], row["rank"], row["status"]) for row in near] == [
        ("R2", 1, "published"),
        ("R1", 2, "demoted"),
    ]


def test_files(made: Workspace) -> None:
    store = EmbeddedStore(made)
    assert store.ask("rings")["ring_id"].to_pylist() == ["R1", "R2", "R3"]
    _dismiss_the_first(made, store)
    _expect(store)


@pytest.mark.neo4j
def test_server(made: Workspace, neo4j_server: Neo4jServer) -> None:
    with holding(neo4j_server, made) as server:
        _dismiss_the_first(made, server.store)
        _expect(server)
