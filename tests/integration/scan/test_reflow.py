"""`reflow`: boxes sold here and settled there again are a channel; opened packs, refunds and bar codes are none."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

SELLER, BUYER, THIRD = "H99010000001", "P99010000002", "P99010000003"


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    made.more["drugtracinfo"] = []
    return made


def sell(town: Town, code: str, person: str, place: str, day: int, drug: str = "X1", **more: str) -> str:
    """Settle one box and give the setl_id."""
    setl_id = town.settle(person, place, at(day), "41" if place.startswith("P") else "11")
    scan(town, setl_id, code, drug, **more)
    return setl_id


def scan(town: Town, setl_id: str, code: str, drug: str = "X1", **more: str) -> None:
    """Add a trace code to a bill."""
    row = {"setl_id": setl_id, "drug_trac_codg": code, "hilist_code": drug, "trdn_flag": "0", "mdtrt_setl_type": "1"}
    town.more["drugtracinfo"].append({**row, **more})


def again(town: Town, boxes: int = 6, source: str = SELLER, target: str = BUYER, **more: str) -> list[str]:
    """Sell boxes at one place and a month later, to others, at another one; give the setl_ids."""
    made = []
    for i in range(boxes):
        made.append(sell(town, f"8100{i}{source}", f"N{i}", source, 20 + 3 * i, **more))
        made.append(sell(town, f"8100{i}{source}", f"N{100 + i}", target, 60 + 4 * i, **more))
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("reflow",), **parameters)
        if r.scheme == "reflow"
    ]


def test_boxes_settled_again_elsewhere_are_a_channel(town: Town, tmp_path: Path) -> None:
    setl_ids = again(town)
    sell(town, "8199", "N3", THIRD, 40)
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"
    assert [(m.kind, m.id, m.role) for m in ring.members] == [
        ("clinic", SELLER, "seller"),
        ("pharmacy", BUYER, "buyer"),
    ]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert (ring.evidence[0].observed, ring.amounts.settlements) == (6, 12)


def test_a_channel_inside_one_owner_says_so(town: Town, tmp_path: Path) -> None:
    setl_ids = again(town)
    for i in range(20):
        town.settle(f"N{i}", f"P990100001{i:02d}", at(30), "41")
    codes = {row["fixmedins_code"] for row in town.setl_d}
    town.more["medins_info_b"] = [
        {"fixmedins_code": c, "addr": f"样例市大街{i}号"} for i, c in enumerate(sorted(codes))
    ]
    for row in town.more["medins_info_b"]:
        row["prnt_medins_code"] = SELLER if row["fixmedins_code"] == BUYER else ""
    (ring,) = found(town, tmp_path)
    (shown,) = [e for e in ring.evidence if e.signal == "one_owner"]
    assert (shown.observed, sorted(shown.setl_ids)) == (2, sorted(setl_ids))
    assert "同属一个上级机构" in shown.detail.zh


def test_two_sellers_and_one_buyer_are_one_ring(town: Town, tmp_path: Path) -> None:
    again(town)
    again(town, 4, source=THIRD)
    (ring,) = found(town, tmp_path)
    assert {(m.id, m.role) for m in ring.members} == {(SELLER, "seller"), (THIRD, "seller"), (BUYER, "buyer")}


def test_opened_packs_and_self_paid_sales_are_none(town: Town, tmp_path: Path) -> None:
    again(town, trdn_flag="1")
    again(town, source=THIRD, mdtrt_setl_type="2")
    assert found(town, tmp_path) == []


def test_boxes_given_back_and_sold_again_are_none(town: Town, tmp_path: Path) -> None:
    minus = {"medfee_sumamt": "-100.00", "fund_pay_sumamt": "-60.00", "acct_pay": "-40.00", "refd_setl_flag": "1"}
    for i, part in enumerate(("-100.00", "-40.00", "-100.00") * 2):
        first = sell(town, f"81{i}", f"N{i}", SELLER, 20)
        # In full, one box of several, and without saying of which bill.
        of = {"init_setl_id": first} if i % 3 < 2 else {}
        back = town.settle(f"N{i}", SELLER, at(22), "11", **minus | {"medfee_sumamt": part} | of)
        scan(town, back, f"81{i}")
        sell(town, f"81{i}", f"N{100 + i}", BUYER, 50)
    assert found(town, tmp_path) == []


def test_one_person_or_one_upload_are_none(town: Town, tmp_path: Path) -> None:
    for i in range(6):
        sell(town, f"81{i}", f"N{i}", SELLER, 20 + i)
        sell(town, f"81{i}", f"N{i}", BUYER, 40 + i)
        town.settle(f"N{50 + i}", THIRD, at(70) + timedelta(minutes=i), "41")
        for place in (SELLER, THIRD):
            scan(town, town.settle(f"N{60 + i}{place}", place, at(70, 600 + i)), f"82{i}")
    assert found(town, tmp_path) == []
    counts = manifest(tmp_path / "w")["counts"]
    assert (counts["reflow.codes_of_one_person"], counts["reflow.codes_uploaded_together"]) == (6, 6)


def test_bar_codes_and_house_numbers_in_place_of_box_codes_are_none(town: Town, tmp_path: Path) -> None:
    # Bar codes of eight drugs: most are sold all the time, a few happen to be sold once at each shop.
    for drug in range(8):
        for n in range(2 if drug < 3 else 12):
            sell(town, f"69{drug}", f"N{10 * drug + n}", (SELLER, BUYER)[n % 2], 10 + 7 * n, f"X{drug}")
    # Running numbers of two houses: the same number, another drug.
    for i in range(10):
        sell(town, f"{i:06d}", f"N{i}", THIRD, 20 + i, f"X{i % 7}")
        sell(town, f"{i:06d}", f"N{200 + i}", BUYER, 50 + i, f"X{i % 5 if i > 3 else i}")
    assert found(town, tmp_path) == []


def test_a_stray_code_or_two_are_none_unless_asked_for(town: Town, tmp_path: Path) -> None:
    again(town, 2)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, reflow_min_codes=2)
    assert {m.id for m in ring.members} == {SELLER, BUYER}


def test_without_trace_codes_the_scheme_is_off_and_without_split_marks_weak(town: Town, tmp_path: Path) -> None:
    again(town, trdn_flag="")
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"
    state = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}["reflow"]
    assert (state["state"], state["missing"]) == ("weak", ["drugtracinfo.trdn_flag"])
    town.more.clear()
    town.load(tmp_path / "v")
    rings(tmp_path / "v")
    state = {s["scheme"]: s for s in manifest(tmp_path / "v")["schemes"]}["reflow"]
    assert state["state"] == "off"
    assert {"drugtracinfo.drug_trac_codg", "drugtracinfo.setl_id"} <= set(state["missing"])
