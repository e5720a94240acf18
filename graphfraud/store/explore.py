"""The claims graph in the files of a claims folder: profiles, neighbours and paths."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.store.base import EntityRef, Hop, Neighbour, NeighbourPage, Path, PathAnswer, Relation
from graphfraud.store.claims_graph import (
    NO_TOTALS,
    ClaimsGraph,
    PathQuestion,
    Totals,
    Window,
    hop_kind,
    yuan,
)
from graphfraud.store.entity_graph import AMOUNTS
from graphfraud.store.graph_files import Adjacency, EntityGraph, Ints, gather
from graphfraud.store.lookup import in_words
from graphfraud.store.shortest_paths import k_shortest
from graphfraud.store.surroundings import around

NEAR = 10
ALWAYS = Window()


class FileGraph(ClaimsGraph):
    """The claims graph of an `EntityGraph`."""

    def __init__(self, graph: EntityGraph) -> None:
        self._graph = graph

    def held(self, refs: Iterable[EntityRef]) -> set[EntityRef]:
        """Give those of the entities that have a settlement."""
        return {ref for ref in refs if self._graph.find(ref) is not None}

    def find_all(self, id: str) -> tuple[EntityRef, ...]:
        """Give every entity with this id."""
        return self._graph.find_all(id)

    def around(self, id: str) -> tuple[EntityRef, ...]:
        """Give the ids just before and from `id` on, of each kind."""
        return self._graph.around(id, NEAR)

    def totals(self, ref: EntityRef) -> Totals:
        """Give what the entity's settlements add up to."""
        node = self._graph.find(ref)
        if node is None:
            return NO_TOTALS
        settled = self._graph.settled.take(pa.array(self._graph.rows_of(node)))
        times = pc.min_max(settled["setl_time"]).as_py()
        medfee, fund, account = (pc.sum(settled[name]).as_py() or 0 for name in AMOUNTS)
        aliases = self._graph.aliases_of(ref.id) if ref.kind == "patient" else ()
        return Totals(settled.num_rows, times["min"], times["max"], medfee, fund, account, aliases)

    def newest(self, ref: EntityRef, limit: int) -> tuple[str, ...]:
        """Give the setl_id of the newest settlements."""
        node = self._graph.find(ref)
        if node is None:
            return ()
        settled = self._graph.in_time_order(self._graph.rows_of(node))
        return tuple(settled["setl_id"][max(0, settled.num_rows - limit) :].to_pylist())

    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours."""
        graph, node = self._graph, self._graph.find(ref)
        if node is None:
            return NeighbourPage((), 0)
        others, edges = graph.edges_of(node)
        if kind is not None:
            here = graph.nodes(kind)
            inside = (others >= here.start) & (others < here.stop)
            others, edges = others[inside], edges[inside]
        # Stable: among equals the node number, and so kind and id, decides.
        strongest = np.argsort(-graph.settlement_counts(edges), kind="stable")[:limit]
        items = [_neighbour(graph, ref, graph.ref(int(others[i])), edges[[i]]) for i in strongest]
        return NeighbourPage(tuple(items), len(others))

    def between(self, refs: Sequence[EntityRef]) -> list[Relation]:
        """Give the hops among entities."""
        graph = self._graph
        nodes = np.unique(np.array([n for n in map(graph.find, refs) if n is not None], np.int64))
        found = [_edges_into(graph, int(node), nodes) for node in nodes]
        pairs = [
            (int(node), other) for node, (others, _) in zip(nodes, found, strict=True) for other in others.tolist()
        ]
        if not pairs:
            return []
        edges = np.concatenate([edges for _, edges in found])
        rows, counts = graph.rows(edges), graph.settlement_counts(edges)
        starts = np.cumsum(counts) - counts
        first, last = (ufunc.reduceat(graph.times[rows], starts) for ufunc in (np.minimum, np.maximum))
        fund = np.add.reduceat(graph.settled["fund_pay_sumamt"].to_numpy()[rows], starts)
        return [
            Relation(
                *_directed(graph.ref(a), graph.ref(b)),
                settlements=int(counts[i]),
                first=in_words(first[i].item()),
                last=in_words(last[i].item()),
                fund_pay_sumamt=yuan(int(fund[i])),
            )
            for i, (a, b) in enumerate(pairs)
        ]

    def surroundings(self, ref: EntityRef, *, hub_degree: int, hops: int, limit: int) -> tuple[EntityRef, ...]:
        """Give what lies around an entity."""
        node = self._graph.find(ref)
        if node is None:
            return (ref,)
        found, _ = around(self._graph, node, hub_degree=hub_degree, hops=hops, limit=limit)
        return tuple(self._graph.ref(n) for n in found)

    def paths(self, a: EntityRef, b: EntityRef, question: PathQuestion) -> PathAnswer:
        """Give the shortest simple paths."""
        graph, start, end = self._graph, self._graph.find(a), self._graph.find(b)
        closed = graph.adjacency.degrees > (len(graph) if question.hub_degree is None else question.hub_degree)
        closed[[node for node in (start, end) if node is not None]] = False
        hubs = int(closed.sum())
        if start is None or end is None:
            return PathAnswer((), question.max_hops, hubs)
        adjacency = _Within(graph, question.window) if question.window else graph.adjacency
        found, complete = k_shortest(adjacency, start, end, closed=closed, max_hops=question.max_hops, k=question.k)
        paths = tuple(path_of(graph, p, question.window) for p in found)
        return PathAnswer(paths, question.max_hops, hubs, complete)


def path_of(graph: EntityGraph, nodes: tuple[int, ...], window: Window = ALWAYS) -> Path:
    """Give the path along these nodes, each a neighbour of the one before; hops hold what lies in `window`."""
    refs = tuple(graph.ref(n) for n in nodes)
    ends = itertools.pairwise(refs)
    return Path(refs, tuple(hop_of(graph, one, other, window) for one, other in ends))


def hop_of(graph: EntityGraph, one: EntityRef, other: EntityRef, window: Window = ALWAYS) -> Hop:
    """Give the step between two neighbours, with the settlements behind it that lie in `window`."""
    rows = graph.rows(np.array([graph.edge(graph.at(one), graph.at(other))], np.int32))
    ids = tuple(graph.in_time_order(rows[_inside(graph, rows, window)])["setl_id"].to_pylist())
    return Hop(hop_kind(one.kind, other.kind), ids, len(ids))


class _Within(Adjacency):
    """The edges with a settlement in a window; each is looked at when a search comes to it."""

    def __init__(self, graph: EntityGraph, window: Window) -> None:
        super().__init__(graph.adjacency.offsets, graph.adjacency.neighbours)
        self._graph = graph
        self._window = window

    def next_to(self, nodes: Ints) -> Ints:
        """Give the neighbours of all `nodes`, one node's after the other's."""
        edges = gather(self.offsets, self._graph.edges, nodes)
        rows = self._graph.rows(edges)
        inside = _inside(self._graph, rows, self._window)
        starts = np.cumsum(counts := self._graph.settlement_counts(edges)) - counts
        kept = np.logical_or.reduceat(inside, starts) if len(edges) else np.zeros(0, bool)
        return super().next_to(nodes)[kept]


def _inside(graph: EntityGraph, rows: Ints, window: Window) -> npt.NDArray[np.bool_]:
    """Say which of these settlements lie in the window."""
    times = graph.times[rows]
    inside = np.ones(len(rows), np.bool_)
    if window.first is not None:
        inside &= times >= np.datetime64(window.first, "us")
    if window.end is not None:
        inside &= times < np.datetime64(window.end, "us")
    return inside


def _edges_into(graph: EntityGraph, node: int, nodes: Ints) -> tuple[Ints, Ints]:
    """Give those neighbours of a node that are among `nodes` (ascending) and behind it, and the edges to them."""
    others, edges = graph.edges_of(node)
    wanted = nodes[nodes > node]
    # A hub has many neighbours and few are asked for: look up the few among the many.
    at = np.minimum(np.searchsorted(others, wanted), max(len(others) - 1, 0))
    at = at[others[at] == wanted] if len(others) else at[:0]
    return others[at], edges[at]


def _directed(one: EntityRef, other: EntityRef) -> tuple[str, EntityRef, EntityRef]:
    """Give kind and ends of a hop: a patient comes before all others, a doctor before an institution."""
    a, b = sorted((one, other), key=lambda ref: (ref.kind != "patient", ref.kind != "doctor"))
    return hop_kind(a.kind, b.kind), a, b


def _neighbour(graph: EntityGraph, ref: EntityRef, other: EntityRef, edge: Ints) -> Neighbour:
    settled = graph.settled.select(["setl_time", "fund_pay_sumamt"]).take(pa.array(graph.rows(edge)))
    times = pc.min_max(settled["setl_time"]).as_py()
    return Neighbour(
        ref=other,
        name="",
        hop=hop_kind(ref.kind, other.kind),
        settlements=settled.num_rows,
        first=in_words(times["min"]),
        last=in_words(times["max"]),
        fund_pay_sumamt=yuan(pc.sum(settled["fund_pay_sumamt"]).as_py()),
    )
