from __future__ import annotations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.chance.pairs import Links
from graphfraud.rings import communities


def links(edges: set[tuple[int, int]]) -> Links:
    ordered = sorted((min(e), max(e)) for e in edges)
    a, b = np.array(ordered, dtype=np.int32).reshape(-1, 2).T
    return Links(a, b, np.full(len(a), 3, np.int32), np.full(len(a), 0.1), np.full(len(a), 1e-4))


EDGES = st.sets(
    st.tuples(st.integers(0, 25), st.integers(0, 25)).filter(lambda e: e[0] < e[1]), min_size=1, max_size=120
)


@settings(max_examples=100, deadline=None)
@given(EDGES)
def test_communities_are_dense_disjoint_and_inside_one_component(edges: set[tuple[int, int]]) -> None:
    found = communities.find(links(edges), min_size=4, min_density=0.5, seed=1)
    graph = nx.Graph(edges)
    seen: set[int] = set()
    for part in found:
        members = set(part.tolist())
        assert not members & seen
        seen |= members
        assert len(members) >= 4
        assert nx.density(graph.subgraph(members)) >= 0.5
        assert nx.node_connected_component(graph, next(iter(members))) >= members
    assert [p.tolist() for p in found] == sorted(p.tolist() for p in found)


@settings(max_examples=50, deadline=None)
@given(EDGES)
def test_one_component_does_not_depend_on_the_others(edges: set[tuple[int, int]]) -> None:
    far = {(a + 100, b + 100) for a, b in edges}
    alone = [p.tolist() for p in communities.find(links(edges), min_size=3, min_density=0.5, seed=1)]
    both = [p.tolist() for p in communities.find(links(edges | far), min_size=3, min_density=0.5, seed=1)]
    assert [p for p in both if p[0] < 100] == alone


def test_two_cliques_with_a_bridge_are_two_communities() -> None:
    one = {(a, b) for a in range(6) for b in range(a + 1, 6)}
    other = {(a + 6, b + 6) for a, b in one}
    found = communities.find(links(one | other | {(0, 6)}), min_size=5, min_density=0.5, seed=1)
    assert [p.tolist() for p in found] == [list(range(6)), list(range(6, 12))]


@settings(max_examples=100, deadline=None)
@given(EDGES, st.integers(0, 25))
def test_largest_part_equals_networkx(edges: set[tuple[int, int]], without: int) -> None:
    graph = nx.Graph(edges)
    graph.remove_nodes_from([without])
    graph.remove_nodes_from([n for n in list(graph) if graph.degree(n) == 0])
    expected = max((len(c) for c in nx.connected_components(graph)), default=0)
    assert communities.largest_part(links(edges), without=without) == expected
