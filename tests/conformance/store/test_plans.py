"""Every reading statement runs on the server, and finds what it looks for by an index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import neo4j
import pytest

import queries
from graphfraud.bolt.connection import Connection
from graphfraud.push import schema
from tests.conformance.store.conftest import login
from tests.neo4j_server import Neo4jServer

pytestmark = pytest.mark.neo4j
NAMES = sorted(
    f.name.removesuffix(".cypher")
    for f in files("queries").joinpath("cypher").iterdir()
    if f.name.startswith("store_") and f.name.endswith(".cypher")
)
PARAMETERS: dict[str, Any] = {
    "run_id": "r",
    "ring_id": "R1",
    "key": "patient:A",
    "keys": ["patient:A"],
    "kinds": ["patient"],
    "kind": None,
    "id": "A",
    "span": 10,
    "limit": 10,
    "hops": [{"a": "patient:A", "b": "hospital:H"}],
    "a": "patient:A",
    "b": "patient:B",
    "hub_degree": 500,
    "ends": ["patient:A", "patient:B"],
    "among": None,
    "first": None,
    "end": None,
}
SCANS = ("CartesianProduct", "AllNodesScan", "NodeByLabelScan", "AllRelationshipsScan", "RelationshipTypeScan")


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[neo4j.Driver]:
    with Connection(login(neo4j_server)) as server:
        schema.make(server)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as driver:
        yield driver


@pytest.mark.parametrize("name", NAMES)
def test_plan(driver: neo4j.Driver, name: str) -> None:
    text = queries.cypher(name)
    _, summary, _ = driver.execute_query(f"EXPLAIN {text}", PARAMETERS)
    assert summary.plan is not None
    steps = list(operators(summary.plan))
    assert [step for step, _ in steps if step.startswith(SCANS)] == []
    used = {
        (found[0], found[1])
        for step, details in steps
        if "Index" in step
        for found in re.findall(r":(\w+)(?:\]-?\(?\w*\)?)?\((\w+)\)", details)
    }
    header = dict(re.findall(r"^// (index used): (.+)$", text, re.MULTILINE))
    assert {f"{label}.{name}" for label, name in used} == set(header["index used"].split(", "))


def operators(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give every operator of a plan with its details."""
    yield plan["operatorType"].split("@")[0], plan["args"].get("Details", "")
    for child in plan.get("children", ()):
        yield from operators(child)
