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
from tests.conformance.questions.server import Server, add_contacts, add_owner, add_watch, holding
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
    """Give the server that holds the town, and what push does not send yet."""
    with holding(neo4j_server, workspace) as made:
        keys = {code: f"{kind}:{code}" for code, kind in town.KINDS.items()}
        pairs = [{"a": keys[a], "b": keys[b], "sorts": sorts} for (a, b), sorts in town.SAME_OWNER.items()]
        add_owner(made, "o1", [keys[code] for code in town.OWNED], pairs)
        held = [(contact, psn_no) for contact, persons in town.CONTACTS.items() for psn_no in persons]
        add_contacts(made, [{"patient": f"patient:{p}", "contact": c, "sort": "phone"} for c, p in held])
        add_watch(made, [{"key": key, "labels": labels} for key, labels in town.WATCH.items()])
        yield made


@pytest.fixture(params=["embedded", pytest.param("server", marks=pytest.mark.neo4j)])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Give what asks a store."""
    asked: Any = request.getfixturevalue(request.param)
    found: Ask = asked.ask
    return found
