"""Constraints and indexes of the graph: one for every key, one for every property that queries filter on."""

from __future__ import annotations

import re

import queries
from graphfraud.bolt.connection import Connection

NAMED = re.compile(r"CREATE (?:CONSTRAINT|INDEX) (\w+) IF NOT EXISTS")


def make(server: Connection) -> None:
    """Make what isn't there yet, and wait until every index is filled."""
    # One look costs the server far less than to be asked for each of them.
    ready = {row["name"] for row in server.rows("show_indexes")}
    missing = [text for text in queries.cypher("schema").split(";") if not ready.issuperset(NAMED.findall(text))]
    for statement in missing:
        server.run(statement)
    if missing:
        server.rows("await_indexes")
