"""What the explorer asks a graph server before a reader does, and that it asks nothing of an embedded store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from app import data
from graphfraud.store.base import GraphStore
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.neo4j_store import Neo4jStore
from graphfraud.store.refs import PathAnswer
from graphfraud.workspace import Workspace
from tests.conformance.store.conftest import send
from tests.neo4j_server import Neo4jServer


@pytest.fixture(autouse=True)
def fresh(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("GRAPHFRAUD_WORKSPACE", str(workspace.root))
    # The store of a workspace is opened once a process.
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def told(monkeypatch: pytest.MonkeyPatch, store: type[GraphStore]) -> list[PathAnswer]:
    """Keep what the store's paths answer."""
    answers: list[PathAnswer] = []
    ask = store.paths

    def asked(self: Any, *args: Any, **named: Any) -> PathAnswer:
        answers.append(ask(self, *args, **named))
        return answers[-1]

    monkeypatch.setattr(store, "paths", asked)
    return answers


@pytest.mark.neo4j
def test_a_server_is_asked_for_paths_within_the_first_ring(
    workspace: Workspace, neo4j_server: Neo4jServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    send(workspace, neo4j_server)
    (tmp_path / "password").write_text(neo4j_server.password, encoding="utf-8")
    monkeypatch.setenv("GRAPHFRAUD_STORE", "neo4j")
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_URI", neo4j_server.uri)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("GRAPHFRAUD_NEO4J_PASSWORD_FILE", str(tmp_path / "password"))
    answers = told(monkeypatch, Neo4jStore)
    data.ask_server_first()
    (answer,) = answers
    assert answer.paths


def test_an_embedded_store_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = told(monkeypatch, EmbeddedStore)
    data.ask_server_first()
    assert answers == []
