"""`empty_swipe`: cards swiped without goods are a ring; members' days, packs, refills and village shops are none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

SHOP = "P99010000001"
CARDS = [f"E{i}" for i in range(7)]


@pytest.fixture
def town() -> Town:
    """Three pharmacies with three hundred customers, who go home with scanned boxes."""
    made = Town()
    made.ordinary(1)
    made.more |= {"fee_list_d": [], "drugtracinfo": []}
    rng = np.random.default_rng(4)
    for i in range(900):
        shop = f"P9901000000{1 + i % 3}"
        when = at(int(rng.integers(360)), int(rng.integers(500, 1200)), int(rng.integers(60)))
        sell(made, f"N{int(rng.integers(300))}", shop, when, f"{rng.uniform(20, 300):.2f}")
    return made


def sell(town: Town, person: str, shop: str, when: datetime, fee: str, code: str | None = "", lines: int = 1) -> str:
    """Settle a purchase with `lines` fee lines and a box (code "": one of its own; None: not scanned)."""
    setl_id = town.settle(person, shop, when, "41", medfee_sumamt=fee, fund_pay_sumamt="0.00", acct_pay=fee)
    for i in range(lines):
        line = {"bkkp_sn": f"{setl_id}/{i}", "setl_id": setl_id, "hilist_code": f"X{i}", "cnt": "1"}
        town.more["fee_list_d"].append({**line, "det_item_fee_sumamt": fee, "list_type": "101"})
    if code is not None:
        scan = {"setl_id": setl_id, "drug_trac_codg": code or f"81{setl_id}", "trdn_flag": "0"}
        town.more["drugtracinfo"].append(scan)
    return setl_id


def swipes(town: Town, fees: list[str], shop: str = SHOP, code: str | None = None, lines: int = 1) -> list[str]:
    """Swipe each card seven times over the year; give the setl_ids."""
    rng = np.random.default_rng(5)
    return [
        sell(
            town, card, shop, at(int(rng.integers(360)), 500 + int(rng.integers(600))), fees[n % len(fees)], code, lines
        )
        for card in CARDS
        for n in range(7)
    ]


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("empty_swipe",), **parameters)
        if r.scheme == "empty_swipe"
    ]


@pytest.mark.parametrize(
    ("code", "lines", "signals"), [(None, 1, set()), (None, 0, set()), ("8100001", 1, {"one_code"})]
)
def test_cards_swiped_without_goods_are_a_ring(
    town: Town, tmp_path: Path, code: str | None, lines: int, signals: set[str]
) -> None:
    setl_ids = swipes(town, ["200.00", "500.00", "1000.00"], code=code, lines=lines)
    for i in range(40):
        sell(town, f"M{i}", SHOP, at(i), "88.00")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))
    assert [(m.kind, m.id) for m in ring.members if m.role == "venue"] == [("pharmacy", SHOP)]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert {e.signal for e in ring.evidence} - {"uniform_fee"} == {"empty_swipe"} | signals


def test_swipes_at_night_are_a_ring_and_a_night_pharmacy_is_none(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(6)
    for card in CARDS:
        for n in range(6):
            sell(town, card, SHOP, at(10 + 50 * n, 1380 + int(rng.integers(50))), "300.00")
            sell(town, f"Q{card}", "P99010000009", at(10 + 50 * n, 1380 + int(rng.integers(50))), "300.00")
    for i in range(60):
        sell(town, f"M{i}", "P99010000009", at(i, 1350 + i), "77.10")
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(CARDS)
    assert "off_hours" in {e.signal for e in ring.evidence}


def test_standard_packs_and_monthly_refills_are_none(town: Town, tmp_path: Path) -> None:
    swipes(town, ["200.00"], code="")
    for i in range(8):
        for month in range(12):
            sell(town, f"C{i}", SHOP, at(30 * month + i), "156.00")
    assert found(town, tmp_path) == []


def test_a_members_day_is_none(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    for month in range(12):
        for i in range(40):
            sell(town, f"N{i}", SHOP, at(30 * month + 7, 480 + i), f"{rng.uniform(50, 400):.2f}", None)
    assert found(town, tmp_path) == []


def test_a_shop_that_rounds_and_never_scans_is_none(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    for i in range(240):
        fee = f"{50 * int(rng.integers(2, 8))}.00"
        sell(town, f"N{i}" if i < 200 else f"R{i % 6}", "P99010000008", at(i, 600 + i % 300), fee, None, 0)
    assert found(town, tmp_path) == []


def test_a_village_pharmacy_with_few_customers_is_none(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    for i in range(120):
        fee = f"{rng.uniform(20, 300):.2f}" if i % 6 else "100.00"
        sell(town, f"V{i % 8}", "P99010000007", at(3 * i), fee, None if i % 4 == 0 else "")
    assert found(town, tmp_path) == []


def test_opened_packs_are_no_repeated_code(town: Town, tmp_path: Path) -> None:
    swipes(town, ["200.00"], code="8100002")
    for row in town.more["drugtracinfo"]:
        row["trdn_flag"] = "1" if row["drug_trac_codg"] == "8100002" else "0"
    assert found(town, tmp_path) == []


def test_three_cards_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    for card in CARDS[:3]:
        for n in range(6):
            sell(town, card, SHOP, at(10 + 40 * n), "500.00", None)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, empty_min_patients=3)
    assert set(ring.patients) == set(CARDS[:3])


def test_without_lines_and_trace_codes_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}["empty_swipe"]
    assert state["state"] == "off"
    assert {"fee_list_d.bkkp_sn", "drugtracinfo.drug_trac_codg"} <= set(state["missing"])


@pytest.mark.parametrize(("scanned", "rings_there"), [(False, 1), (True, 0)])
def test_cards_that_are_never_scanned_where_every_second_purchase_is(
    town: Town, tmp_path: Path, scanned: bool, rings_there: int
) -> None:
    boxes = {f"81{row['setl_id']}" for i, row in enumerate(town.more["drugtracinfo"]) if i % 2}
    town.more["drugtracinfo"] = [row for row in town.more["drugtracinfo"] if row["drug_trac_codg"] in boxes]
    setl_ids = swipes(town, ["200.00", "500.00", "1000.00"])
    if scanned:
        for setl_id in setl_ids[::2]:
            town.more["drugtracinfo"].append({"setl_id": setl_id, "drug_trac_codg": f"81{setl_id}", "trdn_flag": "0"})
    assert [set(r.patients) for r in found(town, tmp_path)] == [set(CARDS)] * rings_there


@pytest.mark.parametrize("swiped", [False, True])
def test_regulars_of_one_article_where_every_fourth_purchase_is_not_scanned(
    town: Town, tmp_path: Path, swiped: bool
) -> None:
    """They pay the same amount each time, and half of some regulars' purchases are unscanned; all of a swiped card's
    are."""
    rng = np.random.default_rng(7)
    town.more["drugtracinfo"] = [row for row in town.more["drugtracinfo"] if rng.random() < 0.75]
    for i in range(40):
        for month in range(8):
            code = "" if rng.random() < 0.75 else None
            sell(town, f"C{i}", SHOP, at(30 * month + int(rng.integers(28)), 600 + i), "156.00", code)
    if swiped:
        swipes(town, ["200.00", "500.00", "1000.00"])
    assert [set(r.patients) for r in found(town, tmp_path)] == [set(CARDS)] * swiped
