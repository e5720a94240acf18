"""A ring made by hand, with every part a view shows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from graphfraud.model.ring import Amounts, Evidence, Innocent, Lineage, Member, Ring, Text

PATIENTS = ("P1", "P2", "P3", "P4", "P5")
HOSPITAL, PHARMACY = "H1", "P9"


def claim(setl_id: str, patient: str, place: str, medfee: str, fund: str, acct: str) -> dict[str, Any]:
    """Give a settlement row as a store gives it."""
    return {
        "setl_id": setl_id,
        "psn_no": patient,
        "patient": patient,
        "fixmedins_code": place,
        "setl_time": datetime(2025, 3, 1, 9, 30),
        "med_type": "2101",
        "begndate": date(2025, 2, 25),
        "enddate": date(2025, 3, 1),
        "dr_code": "D7",
        "medfee_sumamt": Decimal(medfee),
        "fund_pay_sumamt": Decimal(fund),
        "acct_pay": Decimal(acct),
        "source_file": "setl_d.csv",
        "_line": 2,
    }


def ring(**changes: Any) -> Ring:
    """Give the sample ring, with some fields changed."""
    ids = tuple(f"S{i}" for i in range(4))
    fields: dict[str, Any] = {
        "ring_id": "R1",
        "rank": 1,
        "scheme": "fake_stay",
        "also": (),
        "status": "published",
        "status_reason": None,
        "score": 0.881234,
        "fdr": 0.01,
        "stability": 0.9,
        "lineage": Lineage(),
        "members": (
            *(Member("patient", p, "member", 1.0 - i / 10, 0.9) for i, p in enumerate(PATIENTS)),
            Member("hospital", HOSPITAL, "venue", 1.0),
            Member("doctor", "D7", "prescriber", 0.6),
        ),
        "amounts": Amounts(Decimal("350.00"), Decimal("200.00"), Decimal("50.00"), 3),
        "evidence": (Evidence("co_stay", Text("五人同进同出3次", "five people met 3 times"), 3.0, 0.25, 1e-6, ids),),
        "innocent": (
            Innocent("family", "ruled_out", Text("五个家庭户", "five households")),
            Innocent("crowd_day", "possible", Text("略有高峰", "a small peak")),
        ),
    }
    return Ring(**{**fields, **changes})
