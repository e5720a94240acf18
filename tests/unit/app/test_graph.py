"""The graph: what is drawn, how much of it, always in the same place."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.components.graph import MOST_NODES, Edge, Graph, Node, elements, positions, trim
from app.components.ring_graph import ring_graph
from app.texts import texts
from graphfraud.store.base import EntityRef
from tests.unit.app.sample import PATIENTS, claim, ring

T = texts("zh")


def ref(i: int) -> EntityRef:
    return EntityRef("patient", f"p{i:04d}")


def circle(n: int) -> Graph:
    nodes = [Node(ref(i), f"n{i}", 1.0) for i in range(n)]
    edges = [Edge(f"e{i}", ref(i), ref((i + 1) % n), "together", 1.0) for i in range(n)]
    return trim(nodes, edges, n)


@pytest.mark.parametrize("n", [1, 2, 3, 40, 300])
def test_positions_are_the_same_every_time_and_apart(n: int) -> None:
    graph = circle(n)
    first = positions(graph)
    assert first == positions(graph)
    assert len(set(first)) == n
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in first)


def test_nodes_without_an_edge_stand_below_the_rest() -> None:
    nodes = [Node(ref(i), "", 1.0) for i in range(5)]
    graph = trim(nodes, [Edge("e", ref(0), ref(1), "together", 1.0)], 10)
    points = positions(graph)
    assert min(y for _, y in points[2:]) > max(y for _, y in points[:2])
    assert len(set(points)) == 5


def test_a_cut_keeps_the_first_nodes_and_the_edges_among_them() -> None:
    graph = trim([Node(ref(i), "", 1.0) for i in range(10)], list(circle(10).edges), 4)
    assert [n.ref for n in graph.nodes] == [ref(i) for i in range(4)]
    assert [e.id for e in graph.edges] == ["e0", "e1", "e2"]
    assert graph.total == 10


def test_no_graph_exceeds_the_hard_stop() -> None:
    graph = trim([Node(ref(i), "", 1.0) for i in range(MOST_NODES + 7)], [], 10**6)
    assert (len(graph.nodes), graph.total) == (MOST_NODES, MOST_NODES + 7)


def link(a: str, b: str, observed: int) -> dict[str, Any]:
    return {"a": a, "b": b, "observed": observed, "expected": 0.25}


def made(limit: int = 300) -> Graph:
    gatherings = [{"patient": p, "fixmedins_code": "H1", "gathering": g} for g in (1, 2, 3) for p in PATIENTS[: g + 2]]
    links = [link("P1", "P2", 3), link("P1", "P3", 1)]
    claims = [claim("S1", "P1", "H1", "1.00", "1.00", "0.00"), claim("S2", "outsider", "H1", "1.00", "1.00", "0.00")]
    return ring_graph(ring(), links, gatherings, claims, {EntityRef("hospital", "H1"): "县医院"}, limit)


def test_a_ring_shows_meetings_visits_and_doctors() -> None:
    edges = {(e.kind, e.a.id, e.b.id): round(e.weight, 3) for e in made().edges}
    assert edges == {
        ("together", "P1", "P2"): 1.0,
        ("together", "P1", "P3"): 0.333,
        ("visited", "P1", "H1"): 1.0,
        ("visited", "P2", "H1"): 1.0,
        ("visited", "P3", "H1"): 1.0,
        ("visited", "P4", "H1"): 0.667,
        ("visited", "P5", "H1"): 0.333,
        ("treated", "P1", "D7"): 1.0,
    }


def test_a_cut_ring_keeps_its_venues_and_its_most_active_patients() -> None:
    graph = made(4)
    assert [n.ref.id for n in graph.nodes] == ["H1", "D7", "P1", "P2"]
    assert graph.total == 7


def test_the_component_gets_unique_ids_and_positions() -> None:
    given = elements(T, made())
    ids = [item["data"]["id"] for item in [*given["nodes"], *given["edges"]]]
    assert len(ids) == len(set(ids)) == 7 + 8
    assert all(set(node["position"]) == {"x", "y"} for node in given["nodes"])
    assert {node["data"]["label"] for node in given["nodes"]} == {"参保人", "医院", "医师"}
