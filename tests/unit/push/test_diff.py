"""What differs between two states: by hand, after a push cut short, and after a fill cut short."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push.diff import Begun, Files, change
from graphfraud.push.kept import State
from graphfraud.push.row_types import schema

Rows = Sequence[dict[str, Any]]
TYPES = {one.rows: one for one in graph_model().types}


def state(folder: Path, **rows: Rows) -> State:
    """Write a state that holds these rows, and none of other types."""
    folder.mkdir()
    for name, one in TYPES.items():
        pq.write_table(pa.Table.from_pylist(list(rows.get(name, ())), schema(one)), folder / f"{name}.parquet")
    return State(folder)


def ring(ring_id: str, score: float = 0.5) -> dict[str, Any]:
    return {"key": f"r/{ring_id}", "run_id": "r", "ring_id": ring_id, "score": score}


def member(a: str, role: str, strength: float = 1.0) -> dict[str, Any]:
    return {"a": a, "b": "r/R1", "role": role, "strength": strength}


def test_only_what_differs(tmp_path: Path) -> None:
    before = state(tmp_path / "a", rings=[ring("R1"), ring("R2"), ring("R3")])
    after = state(tmp_path / "b", rings=[ring("R1"), ring("R3", 0.9), ring("R4")])
    with duckdb.connect() as sql:
        found = change(TYPES["rings"], Files([before]), after, sql)
    assert [row["key"] for row in found.new.to_pylist()] == ["r/R4"]
    assert [row["key"] for row in found.changed.to_pylist()] == ["r/R3"]
    assert found.sure
    assert found.drop.to_pylist() == [{"key": "r/R2"}]
    assert found.counts == {"added": 1, "changed": 1, "removed": 1}


def test_null_is_a_value(tmp_path: Path) -> None:
    one = {"key": "clinic:K1", "kind": "clinic", "watch": None, "hosp_lv": None}
    before = state(tmp_path / "a", institutions=[one])
    after = state(tmp_path / "b", institutions=[one])
    listed = state(tmp_path / "c", institutions=[{**one, "watch": ["tip"]}])
    with duckdb.connect() as sql:
        assert change(TYPES["institutions"], Files([before]), after, sql).rows == 0
        assert change(TYPES["institutions"], Files([before]), listed, sql).counts["changed"] == 1


def test_parallel_relationships(tmp_path: Path) -> None:
    before = state(tmp_path / "a", members=[member("doctor:D1", "broker"), member("doctor:D1", "prescriber")])
    after = state(tmp_path / "b", members=[member("doctor:D1", "broker")])
    with duckdb.connect() as sql:
        found = change(TYPES["members"], Files([before]), after, sql)
    assert found.drop.to_pylist() == [{"a": "doctor:D1", "b": "r/R1", "role": "prescriber"}]
    assert found.new.num_rows == found.changed.num_rows == 0


def test_between_two_states(tmp_path: Path) -> None:
    """After a push cut short, only what both states agree on is sure; whatever either has may have to go."""
    first = state(tmp_path / "a", rings=[ring("R1"), ring("R2"), ring("R3")])
    second = state(tmp_path / "b", rings=[ring("R1"), ring("R2", 0.9), ring("R4")])
    wanted = state(tmp_path / "c", rings=[ring("R1"), ring("R2")])
    with duckdb.connect() as sql:
        found = change(TYPES["rings"], Files([first, second]), wanted, sql)
    assert [row["key"] for row in found.changed.to_pylist()] == ["r/R2"]
    assert not found.sure
    assert [row["key"] for row in found.drop.to_pylist()] == ["r/R3", "r/R4"]


@pytest.mark.parametrize(
    ("name", "sent"),
    [("claims", ["S1", "S2", "S3"]), ("rings", ["r/R1"]), ("links", [])],
)
def test_fill_cut_short(tmp_path: Path, name: str, sent: list[str]) -> None:
    """Types before the one that the fill had come to are there, of that one the first rows, of the others none."""
    claims = [{"setl_id": s} for s in ("S1", "S2", "S3")]
    link = {"a": "patient:A", "b": "patient:B", "run_id": "r", "ring_id": "R1", "scheme": "co_swipe"}
    begun = state(tmp_path / "a", claims=claims, rings=[ring("R1"), ring("R2")], links=[link])
    one: GraphType = TYPES[name]
    with duckdb.connect() as sql:
        known = Begun(begun, "rings", 1).known(one, sql)
        assert [row[0] for row in known.keys.fetchall()] == sent
