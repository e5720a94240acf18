"""Paths and neighbours at 1 M settlements: the embedded store beside a Neo4j server of its own, filled for it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.city import MILLION
from benchmarks.measure import Row
from benchmarks.reads_city import workspace as scanned
from graphfraud import settings
from graphfraud.bolt.connection import Connection
from graphfraud.push.push import push
from graphfraud.store.base import EntityRef, GraphStore
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.entity_graph import FOLDER
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.neo4j_store import Neo4jStore
from graphfraud.workspace import Workspace
from tests.neo4j_home import own_home

REPEATS = 200
WARM = 200
"""Questions before the measured ones: a Java server compiles what it runs, and is slower by half until then."""
PATHS_MS = {"embedded": 100.0, "neo4j": 50.0}
EXPAND_MS = 100.0
Ask = Callable[[GraphStore, int], object]


def run(scale: float, work: Path) -> list[Row]:
    """Measure at 1 M settlements, times `scale`, in `work`."""
    settlements = int(MILLION * scale)
    place = work / f"paths-{settlements}"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(scanned(settlements, work), place)
    with own_home(work / "paths-server", work) as home:
        with Connection(home.login) as server:
            push(Workspace(place), server, lambda said: None, home=home)
        hubs = settings.load(workspace=place).hub_degree
        embedded, neo4j = EmbeddedStore(place, hubs), Neo4jStore(Workspace(place), home.login, hubs)
        rows = _measured(f"{settlements / MILLION:g} M", {"embedded": embedded, "neo4j": neo4j}, place)
    shutil.rmtree(work / "paths-server")
    return rows


def _measured(words: str, stores: dict[str, GraphStore], place: Path) -> list[Row]:
    graph = EntityGraph(place / "claims" / stores["embedded"].run().data_version / FOLDER)
    return [row for case, limits, ask in _cases(words, graph) for row in _timed(case, limits, stores, ask)]


def _cases(words: str, graph: EntityGraph) -> list[tuple[str, dict[str, float], Ask]]:
    here = graph.nodes("patient")
    drawn = np.random.default_rng(1).integers(here.start, here.stop, (WARM + REPEATS, 2))
    pairs = [(graph.ref(int(a)), graph.ref(int(b))) for a, b in drawn]
    degrees = graph.adjacency.degrees
    hub = graph.ref(int(np.argmax(degrees)))
    expand = dict.fromkeys(PATHS_MS, EXPAND_MS)
    return [
        (f"{words}: shortest path of two patients", PATHS_MS, lambda s, i: s.paths(*pairs[i], k=1)),
        (f"{words}: three shortest paths", PATHS_MS, lambda s, i: s.paths(*pairs[i], k=3)),
        (f"{words}: 100 of {degrees.max():,} neighbours", expand, lambda s, i: _neighbours(s, hub)),
    ]


def _neighbours(store: GraphStore, ref: EntityRef) -> object:
    return store.neighbours(ref, limit=100)


def _timed(case: str, limits: dict[str, float], stores: dict[str, GraphStore], ask: Ask) -> list[Row]:
    """Ask every store the same; `wall_s` and `cpu_s` (without the server's) are 95th percentiles, warm."""
    walls: dict[str, list[float]] = {name: [] for name in stores}
    cpus: dict[str, list[float]] = {name: [] for name in stores}
    unequal = 0
    for i in range(WARM + REPEATS):
        answers = []
        for name, store in stores.items():
            wall, cpu = time.perf_counter(), time.process_time()
            answers.append(ask(store, i))
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
        unequal += any(answer != answers[0] for answer in answers)
    rows = [_row(f"{case}, {name}", limits[name], walls[name][WARM:], cpus[name][WARM:]) for name in stores]
    return [replace(row, note=f"{row.note}; unequal answers: {unequal}") for row in rows]


def _row(case: str, limit_ms: float, walls: list[float], cpus: list[float]) -> Row:
    p50, p95 = np.percentile(walls, [50, 95])
    note = f"p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms"
    goal = f"p95 ≤ {limit_ms:g} ms"
    return Row(
        "paths", case, float(np.percentile(cpus, 95)), float(p95), note=note, goal=goal, met=p95 * 1000 <= limit_ms
    )
