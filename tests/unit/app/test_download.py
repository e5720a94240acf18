"""Downloads: what is shown, as CSV that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pyarrow as pa
import pytest

from app.components.download import csv_bytes
from app.components.queue import ring_rows
from app.components.ring_meetings import flat_links
from app.components.ring_members import member_rows
from graphfraud.store.base import EntityRef
from tests.unit.app.sample import ring


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "=cmd|' /C calc'!A0"])
def test_formulas_are_made_harmless(formula: str) -> None:
    assert read(csv_bytes(pa.table({"name": [formula], "yuan": [Decimal("-3.50")]}))) == [
        ["name", "yuan"],
        [f"'{formula}", "-3.50"],
    ]


def test_the_queue_goes_out_under_contract_names() -> None:
    header, line = read(csv_bytes(ring_rows([ring()])))
    assert dict(zip(header, line, strict=True)) == {
        "rank": "1",
        "ring_id": "R1",
        "scheme": "fake_stay",
        "status": "published",
        "status_reason": "",
        "score": "0.881234",
        "fdr": "0.01",
        "stability": "0.9",
        "patients": "5",
        "settlements": "3",
        "medfee_sumamt": "350.00",
        "fund_pay_sumamt": "200.00",
        "acct_pay": "50.00",
        "gang": "R1",
        "disposition": "",
        "lineage": "new",
        "assignee": "",
        "institutions": "H1",
        "districts": "",
    }


def test_members_go_out_with_masked_names() -> None:
    rows = read(csv_bytes(member_rows(ring(), {EntityRef("patient", "P1"): "张*芳"})))
    assert rows[1] == ["patient", "P1", "张*芳", "member", "1.0", "0.9", ""]
    assert len(rows) == 1 + 7


def test_links_keep_every_settlement() -> None:
    links = pa.table({"a": ["P1"], "setl_ids": pa.array([["S1", "S2"]])})
    assert flat_links(links).to_pylist() == [{"a": "P1", "setl_ids": "S1 S2"}]
