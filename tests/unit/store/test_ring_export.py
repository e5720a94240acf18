"""A ring as GraphML, GEXF, CSV and Cypher, read back by networkx, csv and a server."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import neo4j
import networkx as nx
import pytest

from graphfraud.errors import NotFoundError, SettingError, WorkspaceError
from graphfraud.store import ring_formats
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.ring_export import FORMATS, export, read
from graphfraud.store.ring_formats import Edge, Node, RingGraph
from tests.conformance.store import city
from tests.neo4j_server import Neo4jServer

AT = datetime(2025, 1, 1, 8)
HOSTILE = (
    "it's",
    'say "so"',
    "back\\slash",
    "\\",
    "\\'",
    "\\u0027 OR 1",
    "\\\\u0027",
    "line\nfeed\r\ttab",
    "😀张三",
    "=1+1",
    "<a&b>",
    "}) DETACH DELETE n //",
    "${x};",
    "\x01\x0b",
)


def hostile() -> RingGraph:
    """Give a ring whose ids and names mean harm, each a patient of one hospital and linked to the next."""
    people = [Node(f"patient:{id}", "patient", id, id, "member", 0.5, 0.25) for id in HOSTILE]
    place = Node("hospital:H'1", "hospital", "H'1", "+甲", "venue", 1.0, 1.0)
    visits = [Edge("VISITED", p.key, place.key, None, 2, None, AT, AT, Decimal("10.05")) for p in people]
    links = [Edge("LINKED", a.key, b.key, "fake_stay", 3, 0.1, None, None, None) for a, b in pairwise(people)]
    return RingGraph("R'1", (place, *people), (*links, *visits))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return EmbeddedStore(city.build(Path(tmp_path_factory.mktemp("city"))))


def test_what_is_read(store: EmbeddedStore) -> None:
    ring = read(store, "R1")
    assert [(n.key, n.name, n.role, n.strength, n.stability) for n in ring.nodes] == [
        ("hospital:H1", "样例第一医院", "venue", 0.5, 1.0),
        ("patient:A1", "张*芳", "member", 1.0, 0.9),
        ("patient:A2", "姜*", "member", 1.0, 0.9),
        ("patient:A3", "", "member", 1.0, 0.9),
        ("patient:A4", "", "member", 1.0, 0.9),
    ]
    first, last = datetime(2025, 1, 1, 8), datetime(2025, 3, 1, 8)
    then = datetime(2025, 1, 1, 8, 10)
    assert list(ring.edges) == [
        Edge("LINKED", "patient:A1", "patient:A2", "fake_stay", 3, 0.1, None, None, None),
        Edge("VISITED", "patient:A1", "hospital:H1", None, 3, None, first, last, Decimal("100.00")),
        Edge("VISITED", "patient:A2", "hospital:H1", None, 2, None, then, then, Decimal("11.00")),
    ]


def test_two_roles_are_one_node(store: EmbeddedStore, tmp_path: Path) -> None:
    workspace = city.build(tmp_path)
    ring = city.rings()[0]
    twice = (*ring.members, replace(ring.members[0], role="broker", strength=0.2))
    city.write_run(workspace, "run3", "2025-08-01T10:00:00+08:00", [replace(ring, members=twice)])
    nodes = read(EmbeddedStore(workspace), "R1").nodes
    assert [(n.role, n.strength) for n in nodes if n.id == "A1"] == [("broker, member", 1.0)]


@pytest.mark.parametrize("suffix", FORMATS)
def test_same_bytes_and_the_files_named(store: EmbeddedStore, tmp_path: Path, suffix: str) -> None:
    made = [export(store, "R1", tmp_path / f"{name}{suffix}") for name in ("a", "b")]
    assert [p.read_bytes() for p in made[0]] == [p.read_bytes() for p in made[1]]
    assert sorted(tmp_path.iterdir()) == sorted(made[0] + made[1])
    text = "".join(p.read_text(encoding="utf-8") for p in made[0])
    assert "张*芳" in text
    assert "张丽芳" not in text


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_networkx_reads_it(suffix: str, tmp_path: Path) -> None:
    ring = hostile()
    (text,) = FORMATS[suffix](ring).values()
    path = tmp_path / f"ring{suffix}"
    path.write_text(text, encoding="utf-8", newline="")
    found = nx.read_graphml(path, force_multigraph=True) if suffix == ".graphml" else nx.read_gexf(path)
    nodes = {data["entity_id"]: data for _, data in found.nodes(data=True)}
    # XML knows no control characters, and one kind of line break in an attribute or text.
    shown = {id: id.replace("\x01\x0b", "\ufffd\ufffd").replace("\r", "\n") for id in HOSTILE}
    assert {shown.get(n.id, n.id) for n in ring.nodes} == {id.replace("\r", "\n") for id in nodes}
    assert nodes["it's"]["label"] == "it's"
    assert (nodes["it's"]["strength"], nodes["it's"]["stability"]) == (0.5, 0.25)
    edges = [data for _, _, data in found.edges(data=True)]
    assert sorted(e["relation"] for e in edges) == ["LINKED"] * (len(HOSTILE) - 1) + ["VISITED"] * len(HOSTILE)
    visit = next(e for e in edges if e["relation"] == "VISITED")
    assert (visit["weight"], visit["fund_pay_sumamt"]) == (2.0, 10.05)
    assert visit["first"] == "2025-01-01T08:00:00+08:00"


def test_graphml_attributes_are_typed_for_gephi() -> None:
    (text,) = ring_formats.graphml(hostile()).values()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {
        (k.get("for"), k.get("attr.name")): k.get("attr.type")
        for k in ElementTree.fromstring(text)
        if k.tag == f"{space}key"
    }
    words = ("relation", "scheme", "first", "last")
    assert keys == {
        **{("node", name): "string" for name in ("label", "kind", "entity_id", "role")},
        **{("node", name): "double" for name in ("strength", "stability")},
        **{("edge", name): "string" for name in words},
        **{("edge", name): "double" for name in ("weight", "expected", "fund_pay_sumamt")},
    }


def test_gexf_attributes_are_typed_and_the_file_undated() -> None:
    (text,) = ring_formats.gexf(hostile()).values()
    assert "lastmodifieddate" not in text
    space = "{http://www.gexf.net/1.2draft}"
    types = {a.get("title"): a.get("type") for a in ElementTree.fromstring(text).iter(f"{space}attribute")}
    # What tells parallel edges apart is networkx's own.
    assert types.pop("networkx_key") == "long"
    words = ("kind", "entity_id", "role", "relation", "scheme", "first", "last")
    numbers = ("strength", "stability", "expected", "fund_pay_sumamt")
    assert types == dict.fromkeys(words, "string") | dict.fromkeys(numbers, "double")


def test_csv_reads_back_and_runs_no_formula() -> None:
    ring = hostile()
    tables = ring_formats.csv_tables(ring)
    nodes = list(csv.DictReader(io.StringIO(tables["_nodes.csv"], newline="")))
    assert [row["id"].removeprefix("'") for row in nodes] == [n.id for n in ring.nodes]
    assert [row["id"] for row in nodes if row["id"].endswith("1+1")] == ["'=1+1"]
    assert nodes[0]["name"] == "'+甲"
    edges = list(csv.DictReader(io.StringIO(tables["_edges.csv"], newline="")))
    assert [(row["source"], row["target"]) for row in edges] == [(e.source, e.target) for e in ring.edges]
    visit = edges[-1]
    assert (visit["n"], visit["fund_pay_sumamt"], visit["first"]) == ("2", "10.05", "2025-01-01T08:00:00+08:00")
    assert (visit["scheme"], visit["expected"]) == ("", "")


@pytest.fixture
def driver(neo4j_server: Neo4jServer) -> Iterator[neo4j.Driver]:
    with neo4j.GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, neo4j_server.password)) as made:
        made.execute_query("MATCH (n) DETACH DELETE n")
        yield made
        made.execute_query("MATCH (n) DETACH DELETE n")


@pytest.mark.neo4j
def test_a_server_runs_the_script(driver: neo4j.Driver) -> None:
    ring = hostile()
    (text,) = ring_formats.cypher(ring).values()
    # Twice: a script that was given again changes nothing.
    for statement in [*text.split("\n")[:-1]] * 2:
        assert statement.endswith(";")
        driver.execute_query(statement.removesuffix(";"))
    nodes = driver.execute_query(
        "MATCH (n:Entity) RETURN n.key AS key, n.id AS id, n.name AS name, labels(n) AS labels"
    )
    assert {(r["key"], r["id"], r["name"]) for r in nodes.records} == {(n.key, n.id, n.name) for n in ring.nodes}
    assert {tuple(r["labels"]) for r in nodes.records if "Institution" in r["labels"]} == {
        ("Entity", "Institution", "Hospital")
    }
    edges = driver.execute_query(
        "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS type, b.key AS b, properties(r) AS p"
    )
    found = {(r["type"], r["a"], r["b"]): r["p"] for r in edges.records}
    assert len(edges.records) == len(found) == len(ring.edges)
    link = found["LINKED", "patient:it's", 'patient:say "so"']
    assert link == {"ring_id": "R'1", "scheme": "fake_stay", "observed": 3, "expected": 0.1}
    visit = found["VISITED", "patient:\\u0027 OR 1", "hospital:H'1"]
    assert (visit["n"], visit["fund"], visit["first"].to_native()) == (2, 1005, AT)


def test_trouble_leaves_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="ring\\.xlsx") as caught:
        export(store, "R1", tmp_path / "ring.xlsx")
    assert ".graphml" in caught.value.hint
    with pytest.raises(NotFoundError):
        export(store, "R9", tmp_path / "ring.gexf")
    with pytest.raises(WorkspaceError):
        export(store, "R1", tmp_path / "no such folder" / "ring.csv")
    (tmp_path / "ring_edges.csv").mkdir()
    with pytest.raises(WorkspaceError):
        export(store, "R1", tmp_path / "ring.csv")
    assert [p.name for p in tmp_path.iterdir()] == ["ring_edges.csv"]
