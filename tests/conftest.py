"""What all tests share: one worker for each kind of service, and the Neo4j server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
def neo4j_server(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Iterator[Neo4jServer]:
    """Give a running Neo4j server; a test that uses it is marked `neo4j`."""
    cache = pytestconfig.cache.mkdir("neo4j") if pytestconfig.cache else tmp_path_factory.mktemp("neo4j-cache")
    try:
        with running(tmp_path_factory.mktemp("neo4j"), cache) as server:
            yield server
    except NoServerError as e:
        absent(str(e))
