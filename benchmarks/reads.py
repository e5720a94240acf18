"""Reads of the embedded store, each timed on its own; paths beside networkx and DuckDB on the same graph."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import networkx as nx
import numpy as np

from benchmarks.city import MILLION
from benchmarks.measure import GRAPHFRAUD, Child, Row, child
from benchmarks.reads_city import workspace
from graphfraud.store import entity_graph
from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.shortest_paths import Flags, k_shortest

REPEATS = 100
P95_MS, FIRST_S = 100.0, 2.0
HUB_DEGREE = 500
# Paths of up to four hops: two steps from either end, and where they meet.
MEET = """
WITH one AS (SELECT b AS n FROM edges WHERE a = $a),
  two AS (SELECT DISTINCT e.b AS n FROM one JOIN edges e ON e.a = one.n),
  uno AS (SELECT b AS n FROM edges WHERE a = $b),
  due AS (SELECT DISTINCT e.b AS n FROM uno JOIN edges e ON e.a = uno.n)
SELECT CASE
  WHEN EXISTS (FROM one WHERE n = $b) THEN 1 WHEN EXISTS (FROM one SEMI JOIN uno USING (n)) THEN 2
  WHEN EXISTS (FROM two SEMI JOIN uno USING (n)) THEN 3 WHEN EXISTS (FROM two SEMI JOIN due USING (n)) THEN 4 END
"""


def run(scale: float, work: Path) -> list[Row]:
    """Measure at 1 M settlements, times `scale`, in `work`."""
    settlements = int(MILLION * scale)
    place = workspace(settlements, work)
    words = f"{settlements / MILLION:g} M"
    rows = _first_answers(words, place)
    store = EmbeddedStore(place, HUB_DEGREE)
    store.prepare()
    folder = place / "claims" / store.run().data_version / entity_graph.FOLDER
    graph = EntityGraph(folder)
    rows += [_timed(f"{words}: {case}", read, goal=True) for case, read in _reads(store, graph)]
    return rows + _beside(words, graph)


def _first_answers(words: str, place: Path) -> list[Row]:
    """Time whole commands: a new process, nothing in its memory."""
    store = EmbeddedStore(place, HUB_DEGREE)
    ring = store.rings(limit=1).rings[0]
    a, b = ring.patients[:2]
    commands = {"rings": ["rings"], "ring with claims": ["ring", ring.ring_id, "--claims"], "path": ["path", a, b]}
    return [
        _first(f"{words}: first answer, graphfraud {name}", child([GRAPHFRAUD, *args, "--workspace", place], place))
        for name, args in commands.items()
    ]


def _first(case: str, used: Child) -> Row:
    met = used.wall_s <= FIRST_S
    return Row("reads", case, used.cpu_s, used.wall_s, goal=f"≤ {FIRST_S:g} s", met=met)


def _reads(store: EmbeddedStore, graph: EntityGraph) -> Iterable[tuple[str, Callable[[int], object]]]:
    """Give each read as a function of a number that picks what to read."""
    rings = store.rings().rings
    patients = [EntityRef("patient", m) for ring in rings for m in ring.patients]
    degrees = graph.adjacency.degrees
    hub = graph.ref(int(np.argmax(degrees)))
    pairs = _pairs(graph)

    def paths(k: int) -> Callable[[int], object]:
        return lambda i: store.paths(graph.ref(pairs[i][0]), graph.ref(pairs[i][1]), k=k)

    yield f"list of {len(rings)} rings", lambda i: store.rings(sort="score", descending=True, limit=50)
    yield (
        "ring with links and gatherings",
        lambda i: [f(_id(rings, i)) for f in (store.ring, store.links, store.gatherings)],
    )
    yield "claims behind a ring", lambda i: store.claims(rings[i % len(rings)].setl_ids)
    yield "profile of a patient", lambda i: store.entity(patients[i % len(patients)])
    yield "timeline of a patient", lambda i: store.timeline(patients[i % len(patients)])
    yield f"profile of a hub ({degrees.max():,} neighbours)", lambda i: store.entity(hub)
    yield "100 strongest neighbours of that hub", lambda i: store.neighbours(hub)
    yield "shortest path", paths(1)
    yield "three shortest paths", paths(3)


def _id(rings: Any, i: int) -> str:
    ring_id: str = rings[i % len(rings)].ring_id
    return ring_id


def _pairs(graph: EntityGraph) -> list[tuple[int, int]]:
    """Give random pairs of patients."""
    here = graph.nodes("patient")
    drawn = np.random.default_rng(1).integers(here.start, here.stop, (REPEATS, 2))
    return [(int(a), int(b)) for a, b in drawn]


def _beside(words: str, graph: EntityGraph) -> list[Row]:
    """Measure the search for the same shortest paths with plain tools, their loading told apart."""
    pairs = _pairs(graph)
    closed = graph.adjacency.degrees > HUB_DEGREE
    a = np.repeat(np.arange(len(graph)), graph.adjacency.degrees)
    b = np.asarray(graph.adjacency.neighbours)
    kept = ~closed[a] & ~closed[b]
    a, b = a[kept], b[kept]
    ours = _timed(f"{words}: search alone, ours", lambda i: _ours(graph, closed, *pairs[i]))
    started = time.perf_counter()
    plain: nx.Graph[int] = nx.Graph(zip(a.tolist(), b.tolist(), strict=True))
    loaded = time.perf_counter() - started
    networkx = _timed(f"{words}: search alone, networkx", lambda i: _networkx(plain, *pairs[i]))
    edges = duckdb.connect()
    edges.execute("CREATE TABLE edges AS SELECT unnest($a) AS a, unnest($b) AS b", {"a": a, "b": b})
    sql = _timed(
        f"{words}: search alone, DuckDB from both ends",
        lambda i: edges.execute(MEET, {"a": pairs[i][0], "b": pairs[i][1]}).fetchall(),
    )
    return [ours, _against(networkx, ours, f"; {loaded:.1f} s to load the graph"), _against(sql, ours, "; hops only")]


def _ours(graph: EntityGraph, closed: Flags, a: int, b: int) -> list[tuple[int, ...]]:
    return k_shortest(graph.adjacency, a, b, closed=closed, max_hops=6, k=1)[0]


def _networkx(graph: nx.Graph[int], a: int, b: int) -> list[int] | None:
    try:
        return nx.bidirectional_shortest_path(graph, a, b)
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return None


def _against(row: Row, ours: Row, more: str) -> Row:
    ratio = (row.wall_s or 0) / (ours.wall_s or 1)
    return Row(row.benchmark, row.case, row.cpu_s, row.wall_s, note=f"{row.note}; p95 {ratio:.1f} × ours{more}")


def _timed(case: str, read: Callable[[int], object], *, goal: bool = False) -> Row:
    """Read `REPEATS` times; `cpu_s` and `wall_s` are 95th percentiles of one read, warm."""
    read(0)
    walls, cpus = [], []
    for i in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        read(i)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    (p50, p95), cpu95 = np.percentile(walls, [50, 95]), float(np.percentile(cpus, 95))
    note = f"p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"
    met = p95 * 1000 <= P95_MS if goal else None
    return Row("reads", case, cpu95, float(p95), note=note, goal=f"p95 ≤ {P95_MS:g} ms" if goal else "", met=met)
