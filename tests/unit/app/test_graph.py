"""The graph: what is drawn, how much of it, always in the same place."""

from __future__ import annotations

import math
from typing import Any

import pytest

from app.components.graph import MOST_NODES, Edge, Graph, Node, captions, elements, positions, trim
from app.components.ring_graph import ring_graph, strongest
from app.texts import texts
from graphfraud.canvas.layout import MARGIN, WIDTH, frame_height
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


def crowd(n: int) -> Graph:
    """Give a ring as dense as they come: everybody met everybody, and all at the same two venues."""
    venues = [Node(EntityRef("hospital", f"H{i}"), f"医院{i}", 1.0) for i in range(2)]
    people = [Node(ref(i), "张*丰", 1.0) for i in range(n)]
    met = [Edge(f"m{i}-{j}", ref(i), ref(j), "together", 1.0) for i in range(n) for j in range(i)]
    went = [Edge(f"v{i}-{v.ref.id}", ref(i), v.ref, "visited", 1.0) for i in range(n) for v in venues]
    return trim([*venues, *people], [*met, *went], n + 2)


@pytest.mark.parametrize("n", [5, 30, 60])
def test_names_stay_readable_in_a_crowd(n: int) -> None:
    points = positions(crowd(n))
    covered = [
        (p, q) for i, p in enumerate(points) for q in points[:i] if abs(p[0] - q[0]) < 60 and abs(p[1] - q[1]) < 34
    ]
    assert covered == []
    # The component hides names below 10 px; they are written at 13 px and shrink with the drawing.
    free = [room - 2 * MARGIN for room in (WIDTH, frame_height(n + 2))]
    extents = [max(p[axis] for p in points) - min(p[axis] for p in points) for axis in (0, 1)]
    assert 13 * min(room / extent for room, extent in zip(free, extents, strict=True)) >= 10


def test_names_that_are_alike_get_the_end_of_their_id() -> None:
    nodes = [Node(ref(1), "张*丰", 1.0), Node(ref(2), "张*丰", 1.0), Node(ref(3), "李*", 1.0), Node(ref(4), "", 1.0)]
    assert captions(nodes) == ["张*丰 0001", "张*丰 0002", "李*", "p0004"]


def test_a_small_ring_shows_every_link() -> None:
    assert strongest([link("P1", "P2", 3), link("P1", "P3", 1)]) == {0, 1}


def test_a_dense_ring_shows_each_patients_strongest_links() -> None:
    people = [f"P{i:02d}" for i in range(20)]
    links = [link(a, b, 9 - abs(i - j) % 7) for i, a in enumerate(people) for j, b in enumerate(people[:i])]
    assert len(links) == 190
    kept = strongest(links)
    assert len(kept) <= 3 * len(people)
    for person in people:
        own = sorted((row["observed"] for row in links if person in (row["a"], row["b"])), reverse=True)
        drawn = sorted((links[i]["observed"] for i in kept if person in (links[i]["a"], links[i]["b"])), reverse=True)
        assert drawn[:3] == own[:3]
