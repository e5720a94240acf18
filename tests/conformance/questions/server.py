"""A workspace on the server, with the nodes that `graphfraud graph push` does not make yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
OWNERS = """
MERGE (o:Owner {key: $owner}) WITH o
UNWIND $places AS key MATCH (i:Entity {key: key}) MERGE (i)-[:OWNED_BY]->(o)
"""
SAME_OWNER = """
UNWIND $pairs AS pair MATCH (a:Entity {key: pair.a}) MATCH (b:Entity {key: pair.b})
MERGE (a)-[:SAME_OWNER {sorts: pair.sorts}]->(b)
"""
CONTACTS = """
UNWIND $rows AS row MATCH (p:Entity {key: row.patient}) MERGE (c:Contact {key: row.contact, sort: row.sort})
MERGE (p)-[:REACHED_AT]->(c)
"""
WATCH = "UNWIND $rows AS row MATCH (e:Entity {key: row.key}) SET e.watch = row.labels"


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
        store = EmbeddedStore(workspace)
        try:
            yield Server(connection, store)
        finally:
            connection.run(EMPTY)


def add_owner(server: Server, owner: str, places: list[str], pairs: Sequence[Mapping[str, Any]]) -> None:
    """Tie institutions: keys of the places, and pairs with the marks they share."""
    server.connection.run(OWNERS, owner=owner, places=places)
    server.connection.run(SAME_OWNER, pairs=pairs)


def add_contacts(server: Server, rows: list[dict[str, str]]) -> None:
    """Tie patients to contacts: `patient`, `contact`, `sort`."""
    server.connection.run(CONTACTS, rows=rows)


def add_watch(server: Server, rows: list[dict[str, Any]]) -> None:
    """Say what the watch list says of entities: `key`, `labels`."""
    server.connection.run(WATCH, rows=rows)
