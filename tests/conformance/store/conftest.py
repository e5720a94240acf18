"""Every store, over the same city."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graphfraud.store.base import GraphStore
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.conformance.store import city

Open = Callable[[Workspace, int], GraphStore]
STORES: dict[str, Open] = {"embedded": EmbeddedStore}


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return city.build(Path(tmp_path_factory.mktemp("city")))


@pytest.fixture(scope="session", params=sorted(STORES))
def open_store(request: pytest.FixtureRequest, workspace: Workspace) -> Callable[[int], GraphStore]:
    """Give a store of the city whose hubs have more neighbours than the argument."""
    return lambda hub_degree: STORES[request.param](workspace, hub_degree)


@pytest.fixture(scope="session")
def store(open_store: Callable[[int], GraphStore]) -> GraphStore:
    return open_store(500)
