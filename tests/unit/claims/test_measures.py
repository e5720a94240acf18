"""The measures of entities, worked out by hand on a small claims folder."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graphfraud.claims import measures
from graphfraud.claims.clean import INSTITUTION, PERSON, SETTLEMENT
from graphfraud.model.schema import lake_schema, tables

Row = dict[str, Any]


def settlement(setl_id: str, patient: str, place: str, day: int, **more: Any) -> Row:
    """Give a clean settlement of 100 yuan, 60 from the fund."""
    kind = {"H": "hospital", "K": "clinic", "P": "pharmacy"}[place[0]]
    return {
        "setl_id": setl_id,
        "patient": patient,
        "psn_no": patient,
        "fixmedins_code": place,
        "kind": kind,
        "setl_time": datetime(2025, 3, day, 9),
        "stay": False,
        "med_type": "11",
        "medfee_sumamt": Decimal(100),
        "fund_pay_sumamt": Decimal(60),
        "acct_pay": Decimal(0),
    } | more


STAY = {"stay": True, "begndate": date(2025, 3, 1), "enddate": date(2025, 3, 4)}
SETTLED = [
    settlement("s1", "A", "H1", 1, doctor="D1"),
    settlement("s2", "A", "H1", 4, doctor="D1", fund_pay_sumamt=Decimal(90), **STAY),
    settlement("s3", "B", "H1", 4, doctor="D2"),
    settlement("s4", "B", "P1", 5, acct_pay=Decimal(25)),
]
LAKE: dict[str, list[Row]] = {
    # B is insured in another city; s1 says nothing of cash.
    "setl_d": [
        {"setl_id": "s1", "insu_admdvs": "990100", "medfee_sumamt": Decimal(100)},
        {"setl_id": "s2", "insu_admdvs": "990121", "medfee_sumamt": Decimal(100), "psn_cash_pay": Decimal(10)},
        {"setl_id": "s3", "insu_admdvs": "990200", "medfee_sumamt": Decimal(100), "psn_cash_pay": Decimal(30)},
        {"setl_id": "s4", "medfee_sumamt": Decimal(100), "psn_cash_pay": Decimal(75)},
    ],
    "psn_info_b": [
        {"psn_no": "A", "brdy": date(1960, 3, 6)},
        {"psn_no": "B", "brdy": date(1950, 3, 6), "insu_admdvs": "990200"},
        {"psn_no": "C"},
    ],
    "medins_info_b": [
        {"fixmedins_code": "H1", "fixmedins_name": "样例医院", "hosp_lv": "05", "fix_blng_admdvs": "990100"},
        {"fixmedins_code": "P1", "fix_blng_admdvs": "990100"},
        {"fixmedins_code": "K9", "fixmedins_name": "样例诊所"},
    ],
    "dr_info_b": [{"dr_code": "D9", "main_pracins_no": "H1"}],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    folder = Path(tmp_path_factory.mktemp("claims"))
    people = [{"psn_no": p, "patient": p} for p in "ABC"]
    places = [{"fixmedins_code": c, "kind": k} for c, k in (("H1", "hospital"), ("K9", "clinic"), ("P1", "pharmacy"))]
    for name, rows, schema in (
        ("settlement", SETTLED, SETTLEMENT),
        ("person", people, PERSON),
        ("institution", places, INSTITUTION),
    ):
        pq.write_table(pa.Table.from_pylist(rows, schema), folder / f"{name}.parquet")
    found = measures.build(folder, lambda name: pa.Table.from_pylist(LAKE.get(name, []), lake_schema(tables()[name])))
    assert [f.name for f in found.parent.iterdir()] == [measures.FILE]
    return {row["id"]: row for row in pq.read_table(found).to_pylist()}


def figures(row: Row) -> dict[str, float]:
    """Give the measures that the entity has."""
    return {name: row[name] for name in measures.MEASURES if row[name] is not None}


def test_a_hospital(made: dict[str, Row]) -> None:
    assert {name: made["H1"][name] for name in measures.TEXTS} == {
        "kind": "hospital",
        "id": "H1",
        "name": "样例医院",
        "wide": "hospital",
        "narrow": "2",
    }
    assert figures(made["H1"]) == pytest.approx(
        {
            "settlements": 3,
            "fund_each": 70,
            "remote_share": 1 / 3,
            "stay_share": 1 / 3,
            "stay_days": 4,
            "cash_share": 0.2,
            "per_patient": 1.5,
            "per_doctor": 1,
        }
    )


def test_a_pharmacy_is_compared_by_what_accounts_paid(made: dict[str, Row]) -> None:
    assert figures(made["P1"]) == pytest.approx(
        {
            "settlements": 1,
            "fund_each": 60,
            "remote_share": 1,
            "cash_share": 0.75,
            "acct_share": 0.25,
            "per_patient": 1,
        }
    )


def test_a_doctor(made: dict[str, Row]) -> None:
    assert (made["D1"]["wide"], made["D1"]["narrow"]) == ("doctor@hospital", None)
    expected = {"settlements": 2, "patients": 1, "places": 1, "fund_each": 75, "remote_share": 0, "stay_share": 0.5}
    assert figures(made["D1"]) == pytest.approx({**expected, "cash_share": 0.1, "per_patient": 2})


def test_patients_by_age_at_the_newest_settlement(made: dict[str, Row]) -> None:
    # On 2025-03-05 A is 64, a day before the birthday, and B 74.
    assert [made[p]["narrow"] for p in "ABC"] == ["60-74", "60-74", None]
    expected = {"settlements": 2, "places": 2, "fund_sum": 120, "fund_each": 60, "acct_sum": 25}
    assert figures(made["B"]) == pytest.approx({**expected, "remote_share": 1, "stay_share": 0, "cash_share": 0.525})


@pytest.mark.parametrize("id", ["C", "K9", "D9"])
def test_who_is_registered_and_never_settled_is_there(made: dict[str, Row], id: str) -> None:
    assert figures(made[id]) == {"settlements": 0}


def test_the_busiest_day_says_something_from_thirty_settlements_on(tmp_path: Path) -> None:
    rows = [
        settlement(f"s{i}", "A", place, 1 + i % 3) for place in ("H1", "K9") for i in range(30 if place == "H1" else 29)
    ]
    for i, row in enumerate(rows):
        row["setl_id"] = f"t{i}"
    pq.write_table(pa.Table.from_pylist(rows, SETTLEMENT), tmp_path / "settlement.parquet")
    pq.write_table(pa.Table.from_pylist([{"psn_no": "A", "patient": "A"}], PERSON), tmp_path / "person.parquet")
    places = [{"fixmedins_code": "H1", "kind": "hospital"}, {"fixmedins_code": "K9", "kind": "clinic"}]
    pq.write_table(pa.Table.from_pylist(places, INSTITUTION), tmp_path / "institution.parquet")
    path = measures.build(tmp_path, lambda name: lake_schema(tables()[name]).empty_table())
    found = {row["id"]: row["busiest_share"] for row in pq.read_table(path).to_pylist()}
    assert found == {"H1": pytest.approx(1 / 3), "K9": None, "A": None}
