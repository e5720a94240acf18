"""What the graph is to hold, as Arrow tables: one for each node and relationship type of the graph model.

Nodes: the key and the properties. Relationships: `a` and `b`, the keys of the two ends, and the properties. Sorted by
key, so that a batch is the same whenever it is sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa

import queries
from graphfraud.claims.clean import register
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.model.graph import GraphType, NodeType
from graphfraud.model.ring import Ring
from graphfraud.store.run_files import RunFiles

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "whole": pa.int64(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "time": pa.timestamp("us"),
    "cents": pa.int64(),
}


class ClaimRows:
    """Rows of the claim data in a claims folder."""

    def __init__(self, lake: Lake, engine: Engine, folder: Path) -> None:
        self._engine = engine
        for name in ("settlement", "person", "institution"):
            engine.register(name, [str(folder / f"{name}.parquet")])
        register(lake, engine, ("psn_info_b", "medins_info_b"))
        engine.table("hop", queries.sql("graph_hops"))
        engine.table("degree", queries.sql("graph_degrees"))

    def of(self, one: GraphType) -> pa.Table:
        """Give the rows of a type that belongs to the claim data."""
        return self._engine.arrow(queries.sql(f"graph_{one.rows}")).cast(schema(one))


class RunRows:
    """Rows of one run."""

    def __init__(self, files: RunFiles) -> None:
        self._files = files
        self._run = files.info.run_id

    def of(self, one: GraphType) -> pa.Table:
        """Give the rows of a type that belongs to a run."""
        if one.rows == "links":
            return self._links(one)
        given = {
            "runs": self._runs,
            "rings": self._rings,
            "in_run": self._in_run,
            "members": self._members,
            "lineage": self._lineage,
        }
        return pa.Table.from_pylist(list(given[one.rows]()), schema=schema(one))

    @cached_property
    def _ranked(self) -> tuple[Ring, ...]:
        return self._files.rings

    def _key(self, ring_id: str) -> str:
        return f"{self._run}/{ring_id}"

    def _runs(self) -> Iterable[dict[str, Any]]:
        info = self._files.info
        header = {**info.to_dict(), "published": info.published, "demoted": info.demoted}
        yield {
            "run_id": self._run,
            "data_version": info.data_version,
            "finished_at": info.finished_at,
            "header": json.dumps({**header, "lake_versions": self._files.lake_versions}, ensure_ascii=False),
            "parameters": self._files.parameters_text,
        }

    def _rings(self) -> Iterable[dict[str, Any]]:
        for ring in self._ranked:
            money = {n: int(getattr(ring.amounts, n) * 100) for n in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")}
            yield {
                "key": self._key(ring.ring_id),
                "run_id": self._run,
                **{n: getattr(ring, n) for n in ("ring_id", "rank", "scheme", "status", "status_reason", "score")},
                "size": len(ring.patients),
                **money,
                "ring": json.dumps(ring.to_dict(), ensure_ascii=False),
            }

    def _in_run(self) -> Iterable[dict[str, Any]]:
        return ({"a": self._key(ring.ring_id), "b": self._run} for ring in self._ranked)

    def _members(self) -> Iterable[dict[str, Any]]:
        for ring in self._ranked:
            for m in ring.members:
                end = {"a": f"{m.kind}:{m.id}", "b": self._key(ring.ring_id)}
                yield {**end, "role": m.role, "strength": m.strength, "stability": m.stability}

    def _lineage(self) -> Iterable[dict[str, Any]]:
        return iter(())

    def _links(self, one: GraphType) -> pa.Table:
        rows = self._files.all_links
        ends = {side: pa.array([f"patient:{id}" for id in rows[side].to_pylist()], pa.string()) for side in ("a", "b")}
        named = {"run_id": pa.repeat(self._run, rows.num_rows), "p": rows["p_value"]}
        wanted = schema(one)
        return pa.table(
            {n: {**ends, **named}.get(n, rows[n] if n in rows.column_names else None) for n in wanted.names}
        )


def schema(one: GraphType) -> pa.Schema:
    """Give the columns of a type's rows."""
    first = [one.key] if isinstance(one, NodeType) else ["a", "b"]
    properties = [(p.name, TYPES[p.type]) for p in one.properties]
    return pa.schema([(name, pa.string()) for name in first] + properties)
