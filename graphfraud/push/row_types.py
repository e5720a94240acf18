"""The columns of the rows of each type: what is kept of them in files, and what is sent."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.model.graph import GraphType, NodeType

LAST = ("runs", "in_run")
"""Types of a push's last transaction: a run is there only when all that belongs to it is."""
OF_CLAIMS = ("claims", "submitted", "at", "by", "visited", "treated_by", "practises_at")
"""Types whose rows follow from the settlements alone, where every settlement has a node."""
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


def schema(one: GraphType) -> pa.Schema:
    """Give the columns of a type's rows: first a node's key, or `a` and `b`, the keys of a relationship's ends."""
    first = [one.key] if isinstance(one, NodeType) else ["a", "b"]
    properties = [(p.name, TYPES[p.type]) for p in one.properties]
    return pa.schema([(name, pa.string()) for name in first] + properties)


def keys(one: GraphType) -> list[str]:
    """Give the columns that tell the rows of a type apart."""
    return [one.key] if isinstance(one, NodeType) else ["a", "b", *one.key]


def of_run(one: GraphType, rows: pa.Table, run: str) -> pa.ChunkedArray:
    """Say of each row of a type that belongs to runs whether it is that run's: rings are known by run_id/ring_id."""
    if "run_id" in rows.column_names:
        return pc.equal(rows["run_id"], run)
    if isinstance(one, NodeType):
        return pc.starts_with(rows[one.key], f"{run}/")
    return pc.or_(*(pc.starts_with(rows[name], f"{run}/") for name in ("a", "b")))
