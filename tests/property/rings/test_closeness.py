"""Closeness against the personalised PageRank of networkx and igraph on the same damped graph."""

from __future__ import annotations

import igraph
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from graphfraud.rings.closeness import Ties, personalised

VISITS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 5)), min_size=1, max_size=60)


def counts(visits: list[tuple[int, int]]) -> csr_array:
    """Count visits by patient and hub; both are numbered anew, so that no row or column is empty."""
    patient, hub = (np.unique(side, return_inverse=True)[1] for side in zip(*visits, strict=True))
    matrix = np.zeros((patient.max() + 1, hub.max() + 1))
    np.add.at(matrix, (patient, hub), 1)
    return csr_array(matrix)


def whole(visits: list[tuple[int, int]]) -> csr_array:
    """Count visits of twelve patients to six hubs, some of which nobody may visit."""
    matrix = np.zeros((12, 6))
    np.add.at(matrix, tuple(np.array(visits).T), 1)
    return csr_array(matrix)


def damped(settlements: csr_array) -> nx.Graph[tuple[str, int]]:
    """Build the graph from the definition: settlements / √(of one end · of the other)."""
    matrix = settlements.toarray()
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    graph.add_nodes_from([*(("patient", i) for i in range(len(matrix))), *(("hub", i) for i in range(matrix.shape[1]))])
    for p, h in zip(*np.nonzero(matrix), strict=True):
        weight = matrix[p, h] / np.sqrt(matrix[p].sum() * matrix[:, h].sum())
        graph.add_edge(("patient", int(p)), ("hub", int(h)), weight=weight)
    return graph


@settings(max_examples=150, deadline=None)
@given(VISITS, st.data(), st.sampled_from([0.5, 0.85, 0.95]))
def test_equals_networkx_and_igraph(visits: list[tuple[int, int]], data: st.DataObject, damping: float) -> None:
    settlements = counts(visits)
    n, m = settlements.shape
    starts = np.array(data.draw(st.lists(st.sampled_from([0.0, 0.3, 1.0]), min_size=n + m, max_size=n + m)))
    starts[data.draw(st.integers(0, n + m - 1))] = 1.0
    patients, hubs = personalised(Ties.of(settlements), starts[:n], starts[n:], damping=damping)
    assert patients.sum() + hubs.sum() == pytest.approx(1.0)

    graph = damped(settlements)
    nodes = [*(("patient", i) for i in range(n)), *(("hub", i) for i in range(m))]
    known = nx.pagerank(
        graph, damping, personalization=dict(zip(nodes, starts.tolist(), strict=True)), tol=1e-12, max_iter=5000
    )
    assert np.concatenate([patients, hubs]) == pytest.approx([known[node] for node in nodes], abs=1e-5)

    same = igraph.Graph.TupleList(list(graph.edges(data="weight")), weights=True)
    order = [same.vs["name"].index(node) for node in nodes]
    reset = np.empty(n + m)
    reset[order] = starts
    theirs = np.array(same.personalized_pagerank(damping=damping, reset=reset.tolist(), weights="weight"))
    assert np.concatenate([patients, hubs]) == pytest.approx(theirs[order], abs=1e-5)


@settings(max_examples=100, deadline=None)
@given(VISITS, st.lists(st.sampled_from([0.0, 1.0]), min_size=18, max_size=18).filter(any))
def test_whoever_has_no_settlement_sends_the_walk_back_as_in_networkx(
    visits: list[tuple[int, int]], drawn: list[float]
) -> None:
    starts = np.array(drawn)
    patients, hubs = personalised(Ties.of(whole(visits)), starts[:12], starts[12:], damping=0.85)
    graph = damped(whole(visits))
    known = nx.pagerank(graph, 0.85, dict(zip(graph, drawn, strict=True)), tol=1e-12, max_iter=5000)
    assert np.concatenate([patients, hubs]) == pytest.approx([known[node] for node in graph], abs=1e-5)


def test_a_small_clinic_ties_closer_than_a_large_hospital() -> None:
    """Patients 0–2 share clinic 0; patient 3 shares only hospital 1 with patient 0, as 200 others do."""
    visits = [(p, 0) for p in range(3) for _ in range(4)] + [(p, 1) for p in (0, *range(3, 200)) for _ in range(4)]
    close, _ = personalised(Ties.of(counts(visits)), np.eye(1, 200)[0], np.zeros(2), damping=0.85)
    assert close[1] == pytest.approx(close[2])
    assert close[1] > 50 * close[3]
