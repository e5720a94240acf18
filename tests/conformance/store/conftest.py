"""Every store, over the same city."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphfraud.bolt.connection import Connection
from graphfraud.push.push import push
from graphfraud.server import Login
from graphfraud.store.base import GraphStore
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.neo4j_store import Neo4jStore
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.neo4j_server import Neo4jServer

Open = Callable[[Workspace, int], GraphStore]
STORES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return city.build(Path(tmp_path_factory.mktemp("city")))


def login(server: Neo4jServer) -> Login:
    """Give the login of the test server."""
    return Login(server.uri, server.user, server.password)


def send(workspace: Workspace, server: Neo4jServer) -> None:
    """Make the server show this workspace and nothing else."""
    with Connection(login(server)) as connection:
        connection.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
        push(workspace, connection, lambda said: None)


def opener(kind: str, workspace: Workspace, request: pytest.FixtureRequest) -> Callable[[int], GraphStore]:
    """Give what opens a store of the workspace with a degree above which an entity is a hub."""
    if kind == "embedded":
        return lambda hub_degree: EmbeddedStore(workspace, hub_degree)
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    send(workspace, server)
    return lambda hub_degree: Neo4jStore(workspace, login(server), hub_degree)


@pytest.fixture(scope="module", params=STORES)
def open_store(request: pytest.FixtureRequest, workspace: Workspace) -> Callable[[int], GraphStore]:
    """Give a store of the city whose hubs have more neighbours than the argument."""
    return opener(request.param, workspace, request)


@pytest.fixture(scope="module")
def store(open_store: Callable[[int], GraphStore]) -> GraphStore:
    return open_store(500)
