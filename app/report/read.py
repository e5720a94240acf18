"""What a report tells: one ring as its run shows it, read through the store, so masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.components.claims import Row, wanted_names
from app.components.entities import ref_of
from app.components.graph import DEFAULT_NODES, Graph
from app.components.ring_graph import ring_graph
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef, GraphStore, RunInfo


@dataclass(frozen=True, slots=True)
class Subject:
    """A ring with everything that a report on it says; rows as `GraphStore` gives them."""

    ring: Ring
    run: RunInfo
    names: dict[EntityRef, str]
    links: list[dict[str, Any]]
    gatherings: list[dict[str, Any]]
    claims: list[Row]
    graph: Graph


def read(store: GraphStore, ring_id: str, run: str | None) -> Subject:
    """Read a ring.

    Raises:
        NotFoundError: no such run or ring.
    """
    info = store.run(run)
    ring = store.ring(ring_id, run=info.run_id)
    links, gatherings = (found(ring_id, run=info.run_id).to_pylist() for found in (store.links, store.gatherings))
    claims = store.claims(ring.setl_ids, run=info.run_id).to_pylist()
    refs = tuple(dict.fromkeys((*(ref_of(m) for m in ring.members), *wanted_names(claims))))
    names = store.names(refs, run=info.run_id)
    graph = ring_graph(ring, links, gatherings, claims, names, DEFAULT_NODES)
    return Subject(ring, info, names, links, gatherings, claims, graph)
