from __future__ import annotations

from itertools import combinations

import igraph
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


def quality(graph: nx.Graph[int], parts: list[set[int]], resolution: float) -> float:
    """Give the CPM quality (Traag, Van Dooren, Nesterov 2011): edges inside − resolution · possible edges."""
    return sum(graph.subgraph(p).number_of_edges() - resolution * len(p) * (len(p) - 1) / 2 for p in parts)


def partition(edges: set[tuple[int, int]], resolution: float) -> list[set[int]]:
    """Give every community, the smallest ones too: a part that is less dense than the resolution never pays."""
    found = communities.find(links(edges), min_size=1, min_density=resolution, seed=1)
    return [set(part.tolist()) for part in found]


@settings(max_examples=100, deadline=None)
@given(EDGES)
def test_without_a_demand_of_density_communities_are_the_components_of_networkx(edges: set[tuple[int, int]]) -> None:
    expected = sorted(sorted(c) for c in nx.connected_components(nx.Graph(edges)))
    assert sorted(sorted(p) for p in partition(edges, 1e-6)) == expected
    large = communities.find(links(edges), min_size=4, min_density=1e-6, seed=1)
    assert [p.tolist() for p in large] == [c for c in expected if len(c) >= 4]


@settings(max_examples=100, deadline=None)
@given(EDGES, st.sampled_from([0.3, 0.5, 0.8]))
def test_no_move_makes_the_communities_better(edges: set[tuple[int, int]], resolution: float) -> None:
    """Neither one patient moved nor two communities united: what Leiden guarantees (Traag 2019).

    A partition that another method finds may be better: Louvain cuts four in a row in two, which are left whole here.
    """
    graph = nx.Graph(edges)
    parts = partition(edges, resolution)
    assert set().union(*parts) == set(graph)
    assert sum(map(len, parts)) == len(graph)
    reached = quality(graph, parts, resolution) + 1e-9
    for i, part in enumerate(parts):
        rest = parts[:i] + parts[i + 1 :]
        assert all(quality(graph, [*rest, part - {n}, {n}], resolution) <= reached for n in part)
        for j, other in enumerate(rest):
            beside = rest[:j] + rest[j + 1 :]
            assert quality(graph, [*beside, part | other], resolution) <= reached
            assert all(quality(graph, [*beside, part - {n}, other | {n}], resolution) <= reached for n in part)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.05, 0.4))
def test_planted_groups_reach_the_modularity_of_networkx(seed: int, noise: float) -> None:
    """Four groups of eight with few links between: modularity as good as Louvain's, and the same in igraph."""
    rng = np.random.default_rng(seed)
    groups = [set(range(8 * i, 8 * i + 8)) for i in range(4)]
    inside = {(a, b) for g in groups for a, b in combinations(sorted(g), 2) if rng.random() < 0.9}
    between = {
        (int(a), int(b)) for a, b in np.sort(rng.integers(0, 32, (int(40 * noise), 2)), axis=1) if a // 8 != b // 8
    }
    graph = nx.Graph(inside | between)
    parts = partition(inside | between, 0.3)
    ours = nx.community.modularity(graph, parts)
    assert ours >= nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1)) - 0.02
    membership = [next(i for i, p in enumerate(parts) if n in p) for n in range(32)]
    assert np.isclose(ours, igraph.Graph(32, list(graph.edges)).modularity(membership))


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
