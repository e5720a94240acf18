"""The layers that a Neo4j server gives of what lies around an entity are those of the embedded store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from graphfraud.bolt.connection import Connection
from graphfraud.push.push import push
from graphfraud.server import Login
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.surroundings import spread
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
STARTS = ("patient:A1", "patient:A4", "patient:A5", "hospital:H1", f"doctor:{city.D2}", "pharmacy:P1")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return city.build(Path(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="module")
def server(neo4j_server: Neo4jServer, workspace: Workspace) -> Iterable[Connection]:
    with Connection(Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password)) as connection:
        connection.run("MATCH (n) DETACH DELETE n")
        push(workspace, connection, lambda text: None)
        yield connection


@pytest.mark.parametrize("hub_degree", [2, 3, 500])
@pytest.mark.parametrize("start", STARTS)
def test_the_same_surroundings(server: Connection, workspace: Workspace, start: str, hub_degree: int) -> None:
    def beside(front: Sequence[str]) -> Iterable[str]:
        rows = server.rows("surroundings", front=list(front), start=start, hub_degree=hub_degree)
        return [row["key"] for row in rows]

    ref = EntityRef(*start.split(":"))
    store = EmbeddedStore(workspace, hub_degree)
    for hops, limit in ((1, 100), (2, 100), (3, 4), (6, 100)):
        keys, _ = spread(start, beside, hops=hops, limit=limit)
        assert keys == [str(found) for found in store.surroundings(ref, hops=hops, limit=limit)]
