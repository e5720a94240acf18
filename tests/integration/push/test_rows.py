"""The rows of a small town, known by hand: what ties entities beside their claims, and who has a node."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from graphfraud.claims import clean
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.model.graph import graph_model
from graphfraud.parameters import Parameters
from graphfraud.push.rows import ClaimRows, Wanted
from graphfraud.push.run_rows import EVIDENCE, MEMBERS
from graphfraud.push.ties import pseudonym
from tests.claims import Town, at

KEY = b"k" * 32
SHOP, OTHER, AWAY = "P99010000001", "P99010000002", "H99010000003"
PHONE = "13900001111"


def town() -> Town:
    """A and B buy at SHOP and OTHER, C is seen AWAY; A's box is sold to SHOP, days later to B at OTHER."""
    made = Town()
    first = made.buy("A", SHOP, at(1), "X1", 30.0)
    later = made.buy("B", OTHER, at(9), "X1", 30.0)
    same_day = made.buy("C", OTHER, at(1, 700), "X2", 20.0)
    own = made.buy("A", OTHER, at(40), "X2", 20.0)
    made.settle("C", AWAY, at(12), "11", dr_code="D990100000001")
    made.line(first, "Y1", 5.0, list_type="201")
    for row in made.more["fee_list_d"][:4]:
        row["list_type"] = "101"
    codes = [("box", first), ("box", later), ("stray", first), ("stray", same_day), ("mine", first), ("mine", own)]
    made.more["drugtracinfo"] = [{"drug_trac_codg": c, "setl_id": s} for c, s in [*codes, ("once", later)]]
    made.psn_info_b = [
        {"psn_no": "A", "tel": PHONE, "emp_no": "E1", "psn_name": "张丽芳"},
        {"psn_no": "B", "tel": PHONE, "emp_no": "V1", "psn_name": "姜文"},
        {"psn_no": "C", "tel": "13900002222", "psn_name": "王五"},
        {"psn_no": "Z", "tel": PHONE, "emp_no": "E2", "psn_name": "李四"},
    ]
    made.more["psn_insu_d"] = [
        {"psn_no": "A", "emp_no": "E1", "insutype": "310", "psn_insu_date": "2024-01-01"},
        {"psn_no": "B", "emp_no": "V1", "insutype": "390", "psn_insu_date": "2024-01-01"},
        {"psn_no": "C", "emp_no": "E1", "insutype": "310", "psn_insu_date": "2024-01-01"},
    ]
    made.more["medins_info_b"] = [
        {"fixmedins_code": SHOP, "uscc": "91430100MA4L00001X", "fixmedins_name": "甲药房"},
        {"fixmedins_code": OTHER, "uscc": "91430100MA4L00001X", "fixmedins_name": "乙药房"},
        {"fixmedins_code": AWAY, "uscc": "91430100MA4L00009X", "fixmedins_name": "丙医院"},
    ]
    made.more["watchlist"] = [
        {"entity_kind": "patient", "entity_id": "A", "label": "tip", "source": "s", "since": "2025-01-01"},
        {"entity_kind": "patient", "entity_id": "A", "label": "blacklist", "source": "s", "since": "2025-02-01"},
        {"entity_kind": "clinic", "entity_id": SHOP, "label": "confirmed", "source": "s", "since": "2025-01-01"},
    ]
    return made


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    root = tmp_path_factory.mktemp("town")
    town().load(root / "w")
    lake = Lake(root / "w" / "lake")
    with DuckDBEngine() as engine:
        clean.build(lake, engine, root / "w" / "claims" / "d")
    return lake


def read(lake: Lake, **wishes: Any) -> dict[str, list[dict[str, Any]]]:
    """Give the rows of every type of the claim data."""
    members = [{"kind": "operator", "id": "op1"}, {"kind": "patient", "id": "Q"}, {"kind": "employer", "id": "E9"}]
    evidence = [{"setl_id": s} for s in wishes.pop("evidence", ("S000000",))]
    wanted = Wanted(
        members=pa.Table.from_pylist(members, MEMBERS),
        evidence=pa.Table.from_pylist(evidence, EVIDENCE),
        parameters=Parameters(),
        contact_key=KEY,
        **{"everything": True, "names": False, **wishes},
    )
    with DuckDBEngine() as engine:
        rows = ClaimRows(lake, engine, lake.root.parent / "claims" / "d", wanted)
        return {
            one.rows: [row for block in rows.blocks(one) for row in block.to_pylist()]
            for one in graph_model().types
            if not one.of_run
        }


@pytest.fixture(scope="module")
def rows(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    return read(lake)


def ends(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["a"], row["b"]) for row in rows]


def test_who_has_a_node(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert [p["key"] for p in rows["patients"]] == ["patient:A", "patient:B", "patient:C", "patient:Q"]
    assert rows["patients"][3]["settlements"] == 0
    assert [e["key"] for e in rows["employers"]] == ["employer:E1", "employer:E9"]
    assert [o["opter_id"] for o in rows["operators"]] == ["op1"]
    assert [i["kind"] for i in rows["institutions"]] == ["clinic", "pharmacy", "pharmacy"]


def test_employers_are_no_villages(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert ends(rows["employed_by"]) == [("patient:A", "employer:E1"), ("patient:C", "employer:E1")]


def test_contacts(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Z has no node, and C's number is C's alone."""
    assert rows["contacts"] == [{"key": pseudonym(KEY, "phone", PHONE), "sort": "phone"}]
    assert [a for a, _ in ends(rows["reached_at"])] == ["patient:A", "patient:B"]
    assert PHONE not in str(rows)


def test_owners(rows: dict[str, list[dict[str, Any]]]) -> None:
    first, second = f"pharmacy:{SHOP}", f"pharmacy:{OTHER}"
    assert rows["owners"] == [{"key": SHOP}]
    assert ends(rows["owned_by"]) == [(first, SHOP), (second, SHOP)]
    assert rows["same_owner"] == [{"a": first, "b": second, "sorts": ["uscc"]}]


def test_boxes_that_come_back(rows: dict[str, list[dict[str, Any]]]) -> None:
    """One box moved: codes of one day, and of one person, are no sale."""
    assert len(rows["reflow_to"]) == 1
    flow = rows["reflow_to"][0]
    assert (flow["a"], flow["b"], flow["codes"]) == (f"pharmacy:{SHOP}", f"pharmacy:{OTHER}", 1)
    assert flow["setl_ids"] == ["S000000", "S000001"]
    assert flow["first"] == flow["last"] == at(9)


def test_codes_settled_more_than_once(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert [c["drug_trac_codg"] for c in rows["trace_codes"]] == ["box", "mine", "stray"]
    assert ("S000000", "box") in ends(rows["scanned"])
    assert len(rows["scanned"]) == 6


def test_drugs_of_the_evidence(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert rows["bought"] == [{"a": "S000000", "b": "X1", "cnt": 1.0, "det_item_fee_sumamt": 3000}]
    assert rows["drugs"] == [{"hilist_code": "X1"}]


def test_watch_list(rows: dict[str, list[dict[str, Any]]]) -> None:
    """Labels of all entries, sorted; the kinds of institutions count as one, since registers disagree about them."""
    watch = {row["key"]: row["watch"] for row in [*rows["patients"], *rows["institutions"]]}
    assert watch["patient:A"] == ["blacklist", "tip"]
    assert watch["patient:B"] is None
    assert watch[f"pharmacy:{SHOP}"] == ["confirmed"]


def test_names(lake: Lake, rows: dict[str, list[dict[str, Any]]]) -> None:
    assert {row["name"] for row in [*rows["patients"], *rows["institutions"]]} == {None}
    named = read(lake, names=True)
    assert [row["name"] for row in named["patients"]] == ["张*芳", "姜*", "王*", None]
    assert [row["name"] for row in named["institutions"]] == ["丙医院", "甲药房", "乙药房"]


def test_evidence_alone(lake: Lake, rows: dict[str, list[dict[str, Any]]]) -> None:
    few = read(lake, everything=False)
    assert [c["setl_id"] for c in few["claims"]] == ["S000000"]
    assert [len(few[name]) for name in ("submitted", "at", "by")] == [1, 1, 0]
    assert few["visited"] == rows["visited"]
    assert few["patients"] == rows["patients"]
    # A code of two settlements is known by the one that has a node.
    assert ends(few["scanned"]) == [("S000000", "box"), ("S000000", "mine"), ("S000000", "stray")]
