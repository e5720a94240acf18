"""The claims graph on a Neo4j server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.bolt.connection import Connection
from graphfraud.model.ring import KINDS
from graphfraud.store.base import EntityRef, Neighbour, NeighbourPage, PathAnswer, Relation
from graphfraud.store.claims_graph import ClaimsGraph, PathQuestion, Totals, yuan
from graphfraud.store.explore import NEAR, FileGraph
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lookup import in_words
from graphfraud.store.neo4j_paths import PathSearch
from graphfraud.store.surroundings import spread


class ServerGraph(ClaimsGraph):
    """The claims graph of one data version.

    Args:
        server: holds the graph.
        claims: claims folder of the same data; it knows every psn_no of a person.
        files: gives the graph in the claims folder, for settlements that the server doesn't hold.
    """

    def __init__(self, server: Connection, claims: Path, files: Callable[[], EntityGraph]) -> None:
        self._server = server
        self._claims = claims
        self._files = files

    def held(self, refs: Iterable[EntityRef]) -> set[EntityRef]:
        """Give those of the entities that have a settlement."""
        return {ref_of(key) for key in self._held(map(str, refs))}

    def find_all(self, id: str) -> tuple[EntityRef, ...]:
        """Give every entity with this id."""
        found = self._held(f"{kind}:{id}" for kind in KINDS)
        patient = patients(self._claims, pa.chunked_array([[id]], pa.string()))[0].as_py()
        if patient != id:
            found.add(f"patient:{patient}")
        return tuple(ref_of(key) for key in sorted(found))

    def around(self, id: str) -> tuple[EntityRef, ...]:
        """Give the ids just before and from `id` on, of each kind."""
        rows = self._server.rows("store_around", kinds=list(KINDS), id=id, span=NEAR)
        return tuple(ref_of(row["key"]) for row in rows)

    def totals(self, ref: EntityRef) -> Totals:
        """Give what the entity's settlements add up to."""
        row = self._server.rows("store_totals", key=str(ref))[0]
        times = {name: row[name].to_native() for name in ("first", "last")}
        return Totals(**{**row, **times, "aliases": tuple(row["aliases"] or ())})

    def newest(self, ref: EntityRef, limit: int) -> tuple[str, ...]:
        """Give the setl_id of the newest settlements."""
        count = self._server.rows("store_claims_held", key=str(ref))[0]
        if count["held"] != count["settlements"]:
            return FileGraph(self._files()).newest(ref, limit)
        rows = self._server.rows("store_newest", key=str(ref), limit=limit)
        return tuple(row["setl_id"] for row in reversed(rows))

    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours."""
        rows = self._server.rows("store_neighbours", key=str(ref), kind=kind, limit=limit)
        total = self._server.rows("store_neighbour_count", key=str(ref), kind=kind)[0]["total"]
        return NeighbourPage(tuple(map(_neighbour, rows)), total)

    def between(self, refs: Sequence[EntityRef]) -> list[Relation]:
        """Give the hops among entities."""
        rows = self._server.rows("store_between", keys=sorted(map(str, refs)))
        return [
            Relation(
                kind=row["hop"],
                a=ref_of(row["a"]),
                b=ref_of(row["b"]),
                settlements=row["settlements"],
                first=in_words(row["first"].to_native()),
                last=in_words(row["last"].to_native()),
                fund_pay_sumamt=yuan(row["fund"]),
            )
            for row in rows
        ]

    def surroundings(self, ref: EntityRef, *, hub_degree: int, hops: int, limit: int) -> tuple[EntityRef, ...]:
        """Give what lies around an entity, one layer a statement."""
        start = str(ref)

        def beside(front: Sequence[str]) -> list[str]:
            rows = self._server.rows("surroundings", front=list(front), start=start, hub_degree=hub_degree)
            return [row["key"] for row in rows]

        found, _ = spread(start, beside, hops=hops, limit=limit)
        return tuple(map(ref_of, found))

    def paths(self, a: EntityRef, b: EntityRef, question: PathQuestion) -> PathAnswer:
        """Give the shortest simple paths."""
        return PathSearch(self._server, self._files, question).between(str(a), str(b))

    def _held(self, keys: Iterable[str]) -> set[str]:
        return {row["key"] for row in self._server.rows("store_held", keys=list(keys))}


def patients(claims: Path, psn_nos: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give the patient of each psn_no as a claims folder knows it: itself where it is no other's."""
    asked = pc.field("psn_no").isin(pc.unique(psn_nos))
    known = pq.read_table(claims / "person.parquet", columns=["psn_no", "patient"], filters=asked)
    return pc.coalesce(known["patient"].take(pc.index_in(psn_nos, known["psn_no"].combine_chunks())), psn_nos)


def ref_of(key: str) -> EntityRef:
    """Give the entity of a node's key."""
    kind, _, id = key.partition(":")
    return EntityRef(kind, id)


def _neighbour(row: dict[str, Any]) -> Neighbour:
    return Neighbour(
        ref=ref_of(row["key"]),
        name="",
        hop=row["hop"],
        settlements=row["settlements"],
        first=in_words(row["first"].to_native()),
        last=in_words(row["last"].to_native()),
        fund_pay_sumamt=yuan(row["fund"]),
    )
