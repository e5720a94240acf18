"""Fee lines and boxes as the schemes read them: numbered, and only of settlements that stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphfraud.claims import goods
from graphfraud.claims.clean import SETTLEMENT
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.model.schema import lake_schema, tables

NOON = datetime(2025, 3, 1, 12)
SETTLED = [("S1", "pharmacy"), ("S2", "hospital"), ("S3", "pharmacy")]
LINES: list[dict[str, Any]] = [
    {"setl_id": "S3", "hilist_code": "B", "hilist_name": "b", "det_item_fee_sumamt": 5, "prd_days": 7},
    {"setl_id": "S3", "hilist_code": "A", "det_item_fee_sumamt": 5, "prd_days": 30},
    {"setl_id": "S3", "hilist_code": "C", "det_item_fee_sumamt": 1, "bilg_dr_code": "D123456789012"},
    {"setl_id": "S3", "hilist_code": "C", "det_item_fee_sumamt": 1, "bilg_dr_code": "Z1"},
    {"setl_id": "S2", "hilist_code": "B", "hilist_name": "b2", "det_item_fee_sumamt": 9},
    {"setl_id": "refunded", "hilist_code": "A", "det_item_fee_sumamt": 9},
]
BOXES = [("S1", "once"), ("S1", "twice"), ("S3", "twice"), ("refunded", "back"), ("S1", "back"), ("refunded", "gone")]


def _table(name: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = lake_schema(tables()[name])
    return pa.Table.from_pylist([{c: row.get(c) for c in schema.names} for row in rows], schema)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a claims folder with the goods of LINES and BOXES."""
    lake = {
        "fee_list_d": _table("fee_list_d", [{"cnt": 1, "fee_ocur_time": NOON, **row} for row in LINES]),
        "drugtracinfo": _table("drugtracinfo", [{"setl_id": s, "drug_trac_codg": code} for s, code in BOXES]),
    }
    settled = [dict.fromkeys(SETTLEMENT.names) | {"setl_id": s, "kind": kind} for s, kind in SETTLED]
    pq.write_table(pa.Table.from_pylist(settled, SETTLEMENT), tmp_path / "settlement.parquet")
    for name, table in lake.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    monkeypatch.setattr(Lake, "files", lambda self, name: [str(tmp_path / f"{name}.parquet")])
    with DuckDBEngine() as engine:
        goods.build(Lake(tmp_path / "lake"), engine, tmp_path)
    return tmp_path / goods.FOLDER


def _rows(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def test_lines_of_standing_settlements_by_numbers(made: Path) -> None:
    items = {(r["hilist_code"], r["hilist_name"]): (r["item"], r["article"]) for r in _rows(made, "item")}
    assert items == {("A", None): (0, 0), ("B", "b"): (1, 1), ("B", "b2"): (2, 1), ("C", None): (3, 2)}
    lines = [(r["position"], r["item"], r["article"]) for r in _rows(made, "line")]
    assert lines == [(1, 2, 1), (2, 0, 0), (2, 1, 1), (2, 3, 2), (2, 3, 2)]


def test_basket_of_a_purchase(made: Path) -> None:
    (basket,) = _rows(made, "basket")
    told = {**basket, "price": float(basket["price"]), "supply": float(basket["supply"])}
    # Of two dearest lines the first code counts.
    assert told == {
        "position": 2,
        "lines": 4,
        "article": 0,
        "price": 5.0,
        "supply": 30.0,
        "prescriber": "D123456789012",
        "written_at": NOON,
    }


def test_boxes_scanned_once_are_counted_others_listed(made: Path) -> None:
    assert _rows(made, "box_once") == [{"position": 0, "boxes": 1}]
    listed = [(r["drug_trac_codg"], r["setl_id"]) for r in _rows(made, "box")]
    assert listed == [("back", "S1"), ("back", "refunded"), ("twice", "S1"), ("twice", "S3")]
