"""Constraints and indexes of the graph: one for every key, one for every property that queries filter on."""

from __future__ import annotations

import queries
from graphfraud.bolt.connection import Connection


def make(server: Connection) -> None:
    """Make what isn't there yet, and wait until every index is filled."""
    for statement in queries.cypher("schema").split(";"):
        if statement.strip():
            server.run(statement)
    server.rows("await_indexes")
