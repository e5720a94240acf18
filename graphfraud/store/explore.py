"""Profiles, neighbours and paths on an entity graph."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.store.base import Entity, EntityRef, Hop, Neighbour, NeighbourPage, Path, PathAnswer
from graphfraud.store.entity_graph import AMOUNTS
from graphfraud.store.graph_files import EntityGraph, Ints
from graphfraud.store.lake_reader import LakeReader
from graphfraud.store.lookup import name_of, names
from graphfraud.store.shortest_paths import k_shortest

NOTHING: Ints = np.empty(0, np.int32)


def profile(
    graph: EntityGraph, lake: LakeReader, ref: EntityRef, node: int | None, rings: tuple[tuple[str, str], ...]
) -> Entity:
    """Give the profile of an entity; `node` is None for one without claims."""
    row = lake.register_rows(ref.kind, (ref.id,)).get(ref.id, {})
    settled = graph.settled.take(pa.array(NOTHING if node is None else graph.rows_of(node)))
    times = pc.min_max(settled["setl_time"]).as_py()
    medfee, fund, account = (yuan(pc.sum(settled[name]).as_py() or 0) for name in AMOUNTS)
    return Entity(
        ref=ref,
        name=name_of(row),
        attributes={name: _text(value) for name, value in row.items() if value is not None},
        aliases=graph.aliases_of(ref.id) if ref.kind == "patient" else (),
        settlements=settled.num_rows,
        first=_text(times["min"]) or None,
        last=_text(times["max"]) or None,
        medfee_sumamt=medfee,
        fund_pay_sumamt=fund,
        acct_pay=account,
        rings=rings,
    )


def newest(graph: EntityGraph, node: int | None, limit: int) -> tuple[str, ...]:
    """Give the setl_id of the newest `limit` settlements of an entity."""
    settled = graph.in_time_order(NOTHING if node is None else graph.rows_of(node))
    return tuple(settled["setl_id"][max(0, settled.num_rows - limit) :].to_pylist())


def neighbours(graph: EntityGraph, lake: LakeReader, node: int, kind: str | None, limit: int) -> NeighbourPage:
    """Give the strongest neighbours of a node, of one kind or of all."""
    others, edges = graph.edges_of(node)
    if kind is not None:
        here = graph.nodes(kind)
        inside = (others >= here.start) & (others < here.stop)
        others, edges = others[inside], edges[inside]
    # Stable: among equals the node number, and so kind and id, decides.
    strongest = np.argsort(-graph.settlement_counts(edges), kind="stable")[:limit]
    refs = [graph.ref(int(n)) for n in others[strongest]]
    known = names(lake, refs)
    here_kind = graph.kind(node)
    items = [
        _neighbour(graph, ref, hop_kind(here_kind, ref.kind), known[ref], edges[[i]])
        for ref, i in zip(refs, strongest, strict=True)
    ]
    return NeighbourPage(tuple(items), len(others))


def paths(
    graph: EntityGraph, start: int, end: int, *, hubs: npt.NDArray[np.bool_], max_hops: int, k: int
) -> PathAnswer:
    """Give up to `k` shortest simple paths that use none of `hubs`, save `start` and `end`."""
    closed = hubs.copy()
    closed[[start, end]] = False
    found, complete = k_shortest(graph.adjacency, start, end, closed=closed, max_hops=max_hops, k=k)
    return PathAnswer(tuple(path_of(graph, p) for p in found), max_hops, int(closed.sum()), complete)


def path_of(graph: EntityGraph, nodes: tuple[int, ...]) -> Path:
    """Give the path along these nodes, each a neighbour of the one before."""
    refs = tuple(graph.ref(n) for n in nodes)
    hops = []
    for a, b, one, other in zip(nodes[:-1], nodes[1:], refs[:-1], refs[1:], strict=True):
        edge = np.array([graph.edge(a, b)], np.int32)
        ids = tuple(graph.in_time_order(graph.rows(edge))["setl_id"].to_pylist())
        hops.append(Hop(hop_kind(one.kind, other.kind), ids, len(ids)))
    return Path(refs, tuple(hops))


def hop_kind(a: str, b: str) -> str:
    """Give the kind of the edge between entities of kinds `a` and `b`."""
    if "patient" not in (a, b):
        return "PRACTISES_AT"
    return "TREATED_BY" if "doctor" in (a, b) else "VISITED"


def yuan(cents: int) -> Decimal:
    """Give an amount in yuan."""
    return Decimal(cents).scaleb(-2)


def _neighbour(graph: EntityGraph, ref: EntityRef, hop: str, name: str, edge: Ints) -> Neighbour:
    settled = graph.settled.select(["setl_time", "fund_pay_sumamt"]).take(pa.array(graph.rows(edge)))
    times = pc.min_max(settled["setl_time"]).as_py()
    return Neighbour(
        ref=ref,
        name=name,
        hop=hop,
        settlements=settled.num_rows,
        first=_text(times["min"]),
        last=_text(times["max"]),
        fund_pay_sumamt=yuan(pc.sum(settled["fund_pay_sumamt"]).as_py()),
    )


def _text(value: Any) -> str:
    """Give a value as text: times ISO 8601 with +08:00, empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.isoformat()}+08:00"
    if isinstance(value, date):
        return value.isoformat()
    # A quantity such as 120.000000 beds reads as 120.
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
