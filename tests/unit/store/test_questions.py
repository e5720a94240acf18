"""Questions: what may be asked, and statements that take what their headers and definitions say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import neo4j
import pyarrow as pa
import pytest

import queries
from graphfraud.bolt.connection import Connection
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import NotFoundError, SettingError
from graphfraud.model.graph import graph_model
from graphfraud.push import schema
from graphfraud.server import Login
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.questions import TYPES, Question, question, questions
from graphfraud.store.refs import EntityRef
from tests.conformance.store import city
from tests.neo4j_server import Neo4jServer

QUESTIONS = sorted(questions().values(), key=lambda q: q.name)
SAMPLES: dict[str, Any] = {"text": "a", "whole": 1, "real": 0.5, "flag": True, "yuan": 1, "date": date(2025, 1, 1)}
SAMPLES |= {"entity": "patient:A1", "entities": ["patient:A1", "patient:A2"]}
GIVEN = {"setl_ids": ["s01"], "run_id": "run2", "standing": {}}
SCANS = {"AllNodesScan", "NodeByLabelScan", "NodeIndexScan", "DirectedRelationshipTypeScan", "CartesianProduct"}


def values(one: Question) -> dict[str, Any]:
    """Give a value for each parameter of a question's statements."""
    return {p.name: SAMPLES[p.type] for p in one.parameters} | {name: GIVEN[name] for name in one.given}


def header(text: str, comment: str) -> dict[str, str]:
    return dict(re.findall(rf"^{comment} (purpose|parameters|reads|index used): (.+)$", text, re.MULTILINE))


def used(text: str, comment: str) -> set[str]:
    return set(re.findall(r"\$([a-z_]+)", re.sub(rf"^{comment}.*$", "", text, flags=re.MULTILINE)))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return EmbeddedStore(city.build(Path(tmp_path_factory.mktemp("city"))))


def test_every_statement_belongs_to_a_question() -> None:
    for folder, ending in (("sql", ".sql"), ("cypher", ".cypher")):
        names = {f.name for f in files("queries").joinpath(folder).iterdir() if f.name.startswith("ask_")}
        assert names == {f"ask_{name}{ending}" for name in questions()}


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda q: q.name)
def test_sql(one: Question, store: EmbeddedStore) -> None:
    text = queries.sql(one.statement)
    head = header(text, "--")
    assert set(head) == {"purpose", "parameters", "reads"}
    assert set(head["reads"].split(", ")) == set(one.reads)
    assert used(text, "--") == set(re.findall(r"\$([a-z_]+)", head["parameters"])) == set(one.sent)
    with DuckDBEngine() as engine:
        for name in one.reads:
            engine.register(name, store.question_tables().of(name, store.rings().rings))
        plan = engine.arrow(f"EXPLAIN {text}", **{name: values(one)[name] for name in one.sent})
    assert plan.num_rows > 0


@pytest.fixture(scope="module")
def driver(neo4j_server: Neo4jServer) -> Iterator[neo4j.Driver]:
    with Connection(Login(neo4j_server.uri, neo4j_server.user, neo4j_server.password)) as connection:
        schema.make(connection)
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as made:
        yield made


@pytest.mark.neo4j
@pytest.mark.parametrize("one", QUESTIONS, ids=lambda q: q.name)
def test_cypher(one: Question, driver: neo4j.Driver) -> None:
    text = queries.cypher(one.statement)
    head = header(text, "//")
    assert set(head) == {"purpose", "parameters", "index used"}
    declared = {p.name for p in one.parameters} - ({"ring_id"} if "setl_ids" in one.given else set())
    assert used(text, "//") == set(re.findall(r"\$([a-z_]+)", head["parameters"])) == declared | set(one.given)
    with driver.session() as session:
        plan = session.run(f"EXPLAIN {text}", values(one)).consume().plan
    assert plan is not None
    found = set(operators(plan))
    assert not found & SCANS
    assert any("Seek" in name for name in found)


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


def test_named_indexes_exist() -> None:
    made = {f"{node.labels[0]}.{node.key}" for node in graph_model().nodes}
    made |= {f"{node.name}.{p.name}" for node in graph_model().nodes for p in node.properties if p.index}
    for name in questions():
        named = header(queries.cypher(f"ask_{name}"), "//")["index used"].split(", ")
        assert set(named) <= made


@pytest.mark.parametrize("one", QUESTIONS, ids=lambda q: q.name)
def test_definition_is_whole(one: Question) -> None:
    assert all((one.zh, one.en, one.order, one.reads, one.columns))
    assert all(c.type in TYPES and c.zh and c.en for c in one.columns)
    assert all(p.type in SAMPLES and p.zh and p.en for p in one.parameters)
    for p in one.parameters:
        if not p.required and p.default is not None:
            assert p.value(p.default, lambda text: EntityRef("patient", text)) == p.default
        if p.type in ("whole", "real", "yuan", "entities"):
            assert p.min is not None
            assert p.max is not None


@pytest.mark.parametrize(
    ("asked", "name", "nearest"),
    [
        (("co_visit", {}), "co_visit", "co_visits"),
        (("co_visits", {"a": "A1", "b": "A2", "minute": 1}), "minute", "minutes"),
        (("co_visits", {"a": "A1"}), "b", ""),
        (("co_visits", {"a": "A1", "b": "A1X"}), "b", ""),
        (("co_visits", {"a": "A1", "b": "H1"}), "b", ""),
        (("co_visits", {"a": "A1", "b": "A2", "minutes": -1}), "minutes", ""),
        (("co_visits", {"a": "A1", "b": "A2", "minutes": "soon"}), "minutes", ""),
        (("co_visits", {"a": "A1", "b": "A2", "minutes": 1.5}), "minutes", ""),
        (("co_visits", {"a": "A1", "b": "A2", "minutes": True}), "minutes", ""),
        (("rings", {"status": "publishd"}), "status", ""),
        (("rings", {"min_fund": "1.005"}), "min_fund", ""),
        (("rings", {"min_score": 2}), "min_score", ""),
        (("rings", {"descending": "perhaps"}), "descending", ""),
        (("common_neighbours", {"entities": "A1"}), "entities", ""),
        (("common_neighbours", {"entities": "A1,A1X"}), "entities", ""),
        (("timeline", {"entity": "A1", "begin": "January"}), "begin", ""),
        (("neighbours", {"entity": "A1", "kind": "shop"}), "kind", ""),
        (("degrees", {"top": None}), "top", ""),
    ],
)
def test_what_can_not_be_asked(store: EmbeddedStore, asked: Any, name: str, nearest: str) -> None:
    of, parameters = asked
    if parameters.get("top", 0) is None:
        # None stands for the default.
        assert store.ask(of, **parameters).equals(store.ask(of))
        return
    with pytest.raises(SettingError) as caught:
        store.ask(of, **parameters)
    assert (caught.value.name, caught.value.nearest) == (name, nearest)
    assert caught.value.hint


def test_unknown_ring_run_and_entity(store: EmbeddedStore) -> None:
    for name, how in (("ring_graph", {"ring_id": "R9"}), ("profile", {"entity": "nobody"}), ("rings", {"run": "run9"})):
        with pytest.raises(NotFoundError):
            store.ask(name, **how)


def test_values_as_text_and_as_themselves() -> None:
    def known(text: str) -> EntityRef:
        return EntityRef(*text.split(":"))

    as_text = {"min_fund": "10.50", "min_score": "0.5", "descending": "true", "limit": "3", "entity": "patient:A1"}
    itself = {"min_fund": Decimal("10.5"), "min_score": 0.5, "descending": True, "limit": 3}
    itself["entity"] = EntityRef("patient", "A1")
    found = question("rings").values(as_text, known, {})
    assert found == question("rings").values(itself, known, {})
    assert (found["min_fund"], found["entity"], found["sort"]) == (1050, "patient:A1", "rank")


def test_the_setting_is_the_default_of_hub_degree(store: EmbeddedStore) -> None:
    narrow = EmbeddedStore(store.workspace, hub_degree=3)
    asked: dict[str, Any] = {"entity": "A1", "hops": 6}
    assert narrow.ask("money_by_hop", **asked).equals(store.ask("money_by_hop", **asked, hub_degree=3))
    assert not narrow.ask("money_by_hop", **asked).equals(store.ask("money_by_hop", **asked))


def test_types_of_an_answer(store: EmbeddedStore) -> None:
    for one in QUESTIONS:
        empty = one.answer(one.raw_schema().empty_table())
        assert empty.schema == pa.schema([(c.name, TYPES[c.type]) for c in one.columns])
    found = store.ask("timeline", entity="A1", limit=1).to_pylist()[0]
    assert (found["medfee_sumamt"], found["fund_pay_sumamt"]) == (Decimal("20.00"), Decimal("10.00"))
