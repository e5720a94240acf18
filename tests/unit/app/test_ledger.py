"""The money ledger adds up to the ring's amounts, whatever was refunded or counted twice."""

from __future__ import annotations

from decimal import Decimal

from app.components.ledger import Entry, ledger, ledger_table
from app.place import Place
from app.texts import texts
from graphfraud.model.ring import Amounts
from graphfraud.store.base import EntityRef
from tests.unit.app.sample import claim

NAMES = {EntityRef("hospital", "H1"): "县医院", EntityRef("hospital", "P9"): "药房"}
ROWS = [
    claim("S1", "P1", "H1", "100.00", "60.00", "10.00"),
    claim("S2", "P2", "H1", "200.00", "120.00", "20.00"),
    claim("S3", "P1", "P9", "150.00", "90.00", "30.00"),
]


def amounts(medfee: str, fund: str, acct: str, settlements: int) -> Amounts:
    return Amounts(Decimal(medfee), Decimal(fund), Decimal(acct), settlements)


def test_institutions_are_added_up_and_sorted_by_fee() -> None:
    entries = ledger(ROWS, amounts("450.00", "270.00", "60.00", 3))
    assert entries == [
        Entry("H1", 2, Decimal("300.00"), Decimal("180.00"), Decimal("30.00")),
        Entry("P9", 1, Decimal("150.00"), Decimal("90.00"), Decimal("30.00")),
    ]


def test_a_settlement_given_twice_counts_once() -> None:
    whole = amounts("450.00", "270.00", "60.00", 3)
    assert ledger([*ROWS, ROWS[0]], whole) == ledger(ROWS, whole)


def test_refunds_come_last_and_close_the_sum() -> None:
    whole = amounts("350.00", "210.00", "50.00", 3)
    entries = ledger(ROWS, whole)
    assert entries[-1] == Entry(None, 0, Decimal("-100.00"), Decimal("-60.00"), Decimal("-10.00"))
    assert sum(e.medfee for e in entries) == whole.medfee_sumamt


def test_settlements_that_no_evidence_names_are_not_called_refunds() -> None:
    whole = amounts("550.00", "300.00", "70.00", 4)
    entries = ledger(ROWS, whole)
    assert entries[-1] == Entry(None, 1, Decimal("100.00"), Decimal("30.00"), Decimal("10.00"))
    shown = ledger_table(texts("en"), Place("en"), entries, whole, NAMES)
    assert "Counted settlements that no evidence names" in shown
    assert "Refunds netted" not in shown


def test_the_table_shows_the_total_of_the_ring() -> None:
    whole = amounts("350.00", "210.00", "50.00", 3)
    shown = ledger_table(texts("en"), Place("en"), ledger(ROWS, whole), whole, NAMES)
    for figure in ("¥350.00", "¥210.00", "¥50.00", "¥90.00", "-¥100.00", "药房", "Refunds netted"):
        assert figure in shown
