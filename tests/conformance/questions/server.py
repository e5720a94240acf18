"""A server that shows a workspace and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from graphfraud.bolt.connection import Connection
from graphfraud.push.push import push
from graphfraud.server import Login
from graphfraud.store.ask_server import ask_server
from graphfraud.store.asking import parameters
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.questions import question
from graphfraud.workspace import Workspace
from tests.neo4j_server import Neo4jServer

EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS"


class Server:
    """Asks the server what a store of the same workspace is asked."""

    def __init__(self, connection: Connection, store: EmbeddedStore) -> None:
        self.connection = connection
        self.store = store

    def ask(self, name: str, run: str | None = None, **asked: Any) -> Any:
        """Answer a question as a Neo4j store does."""
        one = question(name)
        sent = parameters(self.store, one, asked, run=run, hub_degree=self.store.hub_degree)
        return ask_server(self.connection, one, sent)


@contextmanager
def holding(server: Neo4jServer, workspace: Workspace) -> Iterator[Server]:
    """Give the server with nothing but this workspace; it is empty afterwards."""
    with Connection(Login(server.uri, server.user, server.password)) as connection:
        connection.run(EMPTY)
        push(workspace, connection, lambda said: None)
        try:
            yield Server(connection, EmbeddedStore(workspace))
        finally:
            connection.run(EMPTY)
