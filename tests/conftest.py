"""What all tests share: one worker for each kind of service, and the Neo4j servers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.neo4j_home import JavaHome, own_home
from tests.neo4j_server import Neo4jServer, NoServerError, running
from tests.services import absent

SERVICES = ("neo4j", "browser")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests, and all tests of one service, on one worker: their fixtures are made once."""
    for item in items:
        service = next((name for name in SERVICES if item.get_closest_marker(name)), None)
        item.add_marker(pytest.mark.xdist_group(service or item.path.name))


@pytest.fixture(scope="session")
def neo4j_cache(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """Give the folder that keeps the server's class path from one run to the next."""
    return pytestconfig.cache.mkdir("neo4j") if pytestconfig.cache else tmp_path_factory.mktemp("neo4j-cache")


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, neo4j_cache: Path) -> Iterator[Neo4jServer]:
    """Give a running Neo4j server; a test that uses it is marked `neo4j`."""
    try:
        with running(tmp_path_factory.mktemp("neo4j"), neo4j_cache) as server:
            yield server
    except NoServerError as e:
        absent(str(e))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, neo4j_cache: Path) -> Iterator[JavaHome]:
    """Give a running server that the tests of one file may kill and start again."""
    try:
        with own_home(tmp_path_factory.mktemp("home"), neo4j_cache) as home:
            yield home
    except NoServerError as e:
        absent(str(e))
