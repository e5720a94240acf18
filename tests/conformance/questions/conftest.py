"""Stores of the nine-person city that questions are put to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.conformance.questions import town
from tests.conformance.questions.server import Server, holding
from tests.neo4j_server import Neo4jServer

Ask = Callable[..., pa.Table]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return town.build(Path(tmp_path_factory.mktemp("town")))


@pytest.fixture(scope="module")
def embedded(workspace: Workspace) -> EmbeddedStore:
    return EmbeddedStore(workspace)


@pytest.fixture(scope="module")
def server(neo4j_server: Neo4jServer, workspace: Workspace) -> Iterator[Server]:
    """Give the server that holds the town."""
    with holding(neo4j_server, workspace) as made:
        yield made


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.neo4j)])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Give what asks a store."""
    asked: Any = request.getfixturevalue(request.param)
    found: Ask = asked.ask
    return found
