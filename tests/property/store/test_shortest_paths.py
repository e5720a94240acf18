"""k shortest paths against networkx (every simple path, sorted) and igraph (distances)."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.store.graph_files import Adjacency
from graphfraud.store.shortest_paths import k_shortest

Edges = set[tuple[int, int]]


@st.composite
def questions(draw: st.DrawFn) -> tuple[int, Edges, list[bool], int, int, int, int]:
    """Give n, edges, closed nodes, a, b, max_hops and k."""
    n = draw(st.integers(2, 13))
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    edges = draw(st.sets(st.sampled_from(pairs), max_size=30))
    closed = draw(st.lists(st.booleans(), min_size=n, max_size=n))
    a, b = draw(st.lists(st.integers(0, n - 1), min_size=2, max_size=2, unique=True))
    return n, edges, closed, a, b, draw(st.integers(1, 7)), draw(st.sampled_from([1, 2, 3, 10, 100]))


def adjacency(n: int, edges: Edges) -> Adjacency:
    near: list[list[int]] = [[] for _ in range(n)]
    for i, j in edges:
        near[i].append(j)
        near[j].append(i)
    offsets = np.cumsum([0, *(len(some) for some in near)])
    return Adjacency(offsets, np.array([j for some in near for j in sorted(some)], np.int32))


@settings(max_examples=300, deadline=None)
@given(questions())
def test_the_first_k_of_all_simple_paths(question: tuple[int, Edges, list[bool], int, int, int, int]) -> None:
    n, edges, closed, a, b, max_hops, k = question
    graph: nx.Graph[int] = nx.Graph(list(edges))
    graph.add_nodes_from(range(n))
    graph.remove_nodes_from([i for i in range(n) if closed[i] and i not in (a, b)])
    paths = sorted((tuple(p) for p in nx.all_simple_paths(graph, a, b, cutoff=max_hops)), key=lambda p: (len(p), p))
    found = k_shortest(adjacency(n, edges), a, b, closed=np.array(closed), max_hops=max_hops, k=k)
    assert found == (paths[:k], True)


@pytest.mark.parametrize("seed", range(5))
def test_lengths_in_a_big_sparse_graph(seed: int) -> None:
    n = 400
    graph = nx.gnm_random_graph(n, 620, seed=seed)
    other = igraph.Graph(n, list(graph.edges))
    ours = adjacency(n, set(graph.edges))
    ends = np.random.default_rng(seed).permutation(n)[:40]
    for a, b in zip(ends[::2].tolist(), ends[1::2].tolist(), strict=True):
        found, complete = k_shortest(ours, a, b, closed=np.zeros(n, bool), max_hops=20, k=1)
        distance = other.distances(a, b)[0][0]
        assert complete
        assert [len(p) - 1 for p in found] == ([distance] if distance <= 20 else [])


@pytest.mark.parametrize("seed", range(3))
def test_three_shortest_have_the_lengths_of_networkx(seed: int) -> None:
    graph = nx.gnm_random_graph(150, 300, seed=seed)
    ours = adjacency(150, set(graph.edges))
    for a, b in ((0, 1), (2, 3), (4, 5), (6, 7)):
        found, _ = k_shortest(ours, a, b, closed=np.zeros(150, bool), max_hops=8, k=3)
        every = nx.shortest_simple_paths(graph, a, b) if nx.has_path(graph, a, b) else iter(())
        expected = [len(p) - 1 for _, p in zip(range(3), every, strict=False) if len(p) <= 9]
        assert [len(p) - 1 for p in found] == expected


def test_a_limit_of_work_is_told() -> None:
    graph = nx.complete_graph(30)
    ours = adjacency(30, set(graph.edges))
    closed = np.zeros(30, bool)
    every, complete = k_shortest(ours, 0, 1, closed=closed, max_hops=4, k=50)
    some, stopped = k_shortest(ours, 0, 1, closed=closed, max_hops=4, k=50, work_limit=5000)
    assert (complete, stopped) == (True, False)
    assert some == every[: len(some)]
    assert 0 < len(some) < 50
