"""Communities of one link graph, each way in a process of its own.

    python -m benchmarks.community_ways ours|modularity|louvain|gds LINKS.npz

prints `{"cpu_s", "wall_s", "peak_mb", "modularity", "communities", "found"}`: seconds of the detection alone (of GDS:
the whole server's meanwhile), memory of the process before the answer is judged (null for GDS), communities of five
and more, and the share of the planted groups that come out as they are (Jaccard index of 0.8 and more).

`gds` needs a server with Graph Data Science at GRAPHFRAUD_BENCH_GDS (docs/gds.md); what it is sent there is taken away.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import igraph
import networkx as nx
import numpy as np
import numpy.typing as npt

from graphfraud.chance.pairs import Links
from graphfraud.rings import communities

if TYPE_CHECKING:
    import neo4j

Ints = npt.NDArray[np.int32]
MIN_SIZE, MIN_DENSITY, SAME, SEED = 5, 0.5, 0.8, 1
SERVER = "GRAPHFRAUD_BENCH_GDS"
PUT = (
    "CREATE CONSTRAINT bench_member IF NOT EXISTS FOR (n:BenchMember) REQUIRE n.i IS UNIQUE",
    "UNWIND range(0, $nodes - 1) AS i CREATE (:BenchMember {i: i})",
)
LINK = """
UNWIND $pairs AS pair
MATCH (a:BenchMember {i: pair[0]}), (b:BenchMember {i: pair[1]})
CREATE (a)-[:BENCH_LINKED]->(b)
"""
PROJECT = """
MATCH (a:BenchMember)-[:BENCH_LINKED]->(b:BenchMember)
RETURN gds.graph.project('bench', a, b, {}, {undirectedRelationshipTypes: ['*']}) AS graph
"""
CPU = """
CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes
RETURN attributes.ProcessCpuTime.value / 1e9 AS seconds
"""
LEIDEN = """
CALL gds.leiden.stream('bench', {concurrency: 1, randomSeed: 1}) YIELD nodeId, communityId
RETURN gds.util.asNode(nodeId).i AS i, communityId
"""
AWAY = (
    "CALL gds.graph.drop('bench', false) YIELD graphName RETURN graphName",
    "MATCH (n:BenchMember) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS",
    "DROP CONSTRAINT bench_member IF EXISTS",
)


def ours(nodes: int, a: Ints, b: Ints) -> Sequence[Ints]:
    """The product's: components, Leiden with CPM inside each; sparse and small ones are left out."""
    none = np.zeros(len(a))
    links = Links(a, b, np.ones(len(a), np.int32), none, none)
    return communities.find(links, min_size=MIN_SIZE, min_density=MIN_DENSITY, seed=SEED)


def modularity(nodes: int, a: Ints, b: Ints) -> Sequence[Ints]:
    """igraph's Leiden for modularity, on the whole graph."""
    igraph.set_random_number_generator(random.Random(SEED))
    graph = igraph.Graph(n=nodes, edges=np.column_stack([a, b]))
    return list(graph.community_leiden(objective_function="modularity", n_iterations=-1))


def louvain(nodes: int, a: Ints, b: Ints) -> Sequence[Ints]:
    """networkx's Louvain."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_edges_from(zip(a.tolist(), b.tolist(), strict=True))
    return [np.array(list(part)) for part in nx.community.louvain_communities(graph, seed=SEED)]


WAYS: dict[str, Callable[[int, Ints, Ints], Sequence[Ints]]] = {
    "ours": ours,
    "modularity": modularity,
    "louvain": louvain,
}


def measured(way: str, nodes: int, a: Ints, b: Ints) -> tuple[Sequence[Ints], dict[str, float | None]]:
    """Give the communities of a way in this process, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    parts = WAYS[way](nodes, a, b)
    used = {"cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall}
    return parts, {**used, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def with_gds(uri: str, nodes: int, a: Ints, b: Ints) -> tuple[Sequence[Ints], dict[str, float | None]]:
    """Leiden of Graph Data Science for modularity, one thread; sending and projecting not counted."""
    import neo4j

    with neo4j.GraphDatabase.driver(uri) as driver, driver.session() as session:
        try:
            for text in PUT:
                session.run(text, nodes=nodes).consume()
            pairs = np.column_stack([a, b]).tolist()
            for at in range(0, len(pairs), 10_000):
                session.run(LINK, pairs=pairs[at : at + 10_000]).consume()
            session.run(PROJECT).consume()
            wall, cpu = time.perf_counter(), _cpu(session)
            rows = session.run(LEIDEN).values()
            used = {"cpu_s": _cpu(session) - cpu, "wall_s": time.perf_counter() - wall, "peak_mb": None}
        finally:
            for text in AWAY:
                session.run(text).consume()
    member, label = np.array(rows, np.int64).T
    order = np.argsort(label, kind="stable")
    parts = np.split(member[order], np.flatnonzero(np.diff(label[order])) + 1)
    return parts, used


def _cpu(session: neo4j.Session) -> float:
    seconds: float = session.run(CPU).single(strict=True)["seconds"]
    return seconds


def judged(parts: Sequence[Ints], nodes: int, a: Ints, b: Ints, group: Ints) -> dict[str, float]:
    """Say how good communities are; who is in none is one of his or her own."""
    label = np.arange(nodes, dtype=np.int64) + len(parts)
    for number, part in enumerate(parts):
        label[np.asarray(part)] = number
    _, label = np.unique(label, return_inverse=True)
    graph = igraph.Graph(n=nodes, edges=np.column_stack([a, b]))
    # How many of each planted group are in each community.
    key, both = np.unique(group.astype(np.int64) * (int(label.max()) + 1) + label, return_counts=True)
    of_group, of_part = np.divmod(key, int(label.max()) + 1)
    union = np.bincount(group)[of_group] + np.bincount(label)[of_part] - both
    found = np.unique(of_group[both / union >= SAME])
    return {
        "modularity": float(graph.modularity(label.tolist())),
        "communities": sum(len(part) >= MIN_SIZE for part in parts),
        "found": len(found) / (int(group.max()) + 1),
    }


def main() -> None:
    """Run the one that is asked for."""
    way, file = sys.argv[1], Path(sys.argv[2])
    with np.load(file) as links:
        a, b, group = links["a"], links["b"], links["group"]
    nodes = len(group)
    if way == "gds":
        parts, used = with_gds(os.environ[SERVER], nodes, a, b)
    else:
        parts, used = measured(way, nodes, a, b)
    answer: dict[str, Any] = {**used, **judged(parts, nodes, a, b, group)}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
