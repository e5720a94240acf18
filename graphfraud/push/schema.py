"""Constraints and indexes of the graph: one for every key, one for every property that queries filter on."""

from __future__ import annotations

import re

import queries
from graphfraud.bolt.connection import Connection

NAME = re.compile(r"CREATE (?:CONSTRAINT|INDEX) (\w+)")


def make(server: Connection) -> None:
    """Make what isn't there yet, and wait until every index is filled."""
    there = {row["name"] for row in server.rows("indexes")}
    todo = [
        text for text in queries.cypher("schema").split(";") if (name := NAME.search(text)) and name[1] not in there
    ]
    for statement in todo:
        server.run(statement)
    if todo:
        server.rows("await_indexes")
