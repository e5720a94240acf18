"""A server's errors in plain words, with what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphfraud.errors import MissingPartError

if TYPE_CHECKING:
    from neo4j.exceptions import Neo4jError

KNOWN = (
    (
        ("ReadOnly",),
        "is read-only",
        "Let it be written: remove it from server.databases.read_only and server.databases.default_to_read_only.",
    ),
    (
        ("ConstraintValidationFailed", "ConstraintCreationFailed"),
        "holds data of others that breaks a rule of the graph model",
        "Push to an empty database, or remove the nodes that the message names.",
    ),
    (
        ("No space left", "DatabaseFull", "disk is full"),
        "has no disk space left",
        "Free space on the server's disk, start it again, then give the same command again: it goes on from there.",
    ),
    (
        ("DatabaseError.Transaction.",),
        "had an error that it can't go on from, most often a full disk",
        "Look at the free space on its disk, and into its logs/debug.log; restart it (graphfraud neo4j down, then up), "
        "then give the same command again: it goes on from there.",
    ),
    (
        ("OutOfMemory",),
        "has too little memory for a transaction",
        "Give it more heap (server.memory.heap.max_size), then give the same command again: it goes on from there.",
    ),
    (
        ("DatabaseUnavailable", "DatabaseNotFound", "UnknownDatabase"),
        "can't open the database",
        "Name a database that is there; one whose bulk import was cut short is made anew by: graphfraud graph push.",
    ),
)
"""What a code or message holds, what it means, and what to do."""


def answered(at: str, error: Neo4jError) -> MissingPartError:
    """Give the error for what a server has answered."""
    text = f"{error.code} {error.message}"
    for marks, meaning, hint in KNOWN:
        if any(mark in text for mark in marks):
            return of_server(f"The Neo4j server at {at} {meaning}: {error.message}", hint)
    return of_server(
        f"The Neo4j server at {at} answers with an error: {error.message}",
        "Look into the server's logs/neo4j.log, then give the same command again: it goes on from there.",
    )


def of_server(message: str, hint: str) -> MissingPartError:
    """Give the error for a server that can't be used."""
    return MissingPartError(message, part="neo4j", hint=hint)
