"""A real Neo4j server for the tests that need one.

Taken from `GRAPHFRAUD_TEST_NEO4J_URI` where that is set, else started by the product's own launcher: by Docker where
its engine answers, else by Java.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import MissingPartError
from graphfraud.server import docker, launch, state
from graphfraud.server.home import Home

MEMORY = 1024**3


class NoServerError(Exception):
    """There is no way to a Neo4j server here; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class Neo4jServer:
    """Where the server is and how to log in; `password_file` holds the password for the setting of that name."""

    uri: str
    user: str
    password: str
    password_file: Path


@contextmanager
def running(folder: Path, cache: Path) -> Iterator[Neo4jServer]:
    """Give a server that lives as long as the context.

    Args:
        folder: an empty folder for its data.
        cache: a folder that outlives the test run, for Maven's answer.

    Raises:
        NoServerError: none is configured and none can be started.
    """
    uri = os.environ.get("GRAPHFRAUD_TEST_NEO4J_URI")
    if uri:
        password = os.environ.get("GRAPHFRAUD_TEST_NEO4J_PASSWORD", "")
        file = folder / "password"
        file.write_text(password + "\n", encoding="utf-8")
        yield Neo4jServer(uri, os.environ.get("GRAPHFRAUD_TEST_NEO4J_USER", "neo4j"), password, file)
        return
    home = Home(folder / "neo4j", MEMORY, cache)
    try:
        yield _started(home)
    finally:
        found = state.read(home)
        launch.down(home)
        if found is not None and found.way == "docker":
            docker.compose(home, found.port, ["down", "--volumes"])


def _started(home: Home) -> Neo4jServer:
    try:
        login = launch.up(home, print, port=0)
    except MissingPartError as e:
        raise NoServerError(
            f"no Neo4j server: GRAPHFRAUD_TEST_NEO4J_URI is not set, and none can be started ({e}); "
            ".ci/system-parts installs what is missing"
        ) from e
    return Neo4jServer(login.uri, login.user, login.password, home.password_file)
