"""`resale`: buyers of the same drugs beyond need are a ring; long prescriptions, hoarders and wrong days are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from graphfraud.model.ring import Ring
from graphfraud.signals import supply
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

PLACES = ["P99010000001", "P99010000002", "H99010000003"]
BUYERS = [f"B{i}" for i in range(6)]


@pytest.fixture
def town() -> Town:
    """Ordinary chronic patients, who fetch thirty days' supply every month, now and then elsewhere."""
    made = Town()
    made.ordinary(1)
    made.more["fee_list_d"] = []
    rng = np.random.default_rng(4)
    for i in range(150):
        for month in range(8):
            place = PLACES[int(rng.integers(3)) if rng.random() < 0.3 else i % 3]
            buy(made, f"C{i}", place, 30 * month + int(rng.integers(6)), f"X{i % 6}")
    return made


def buy(town: Town, person: str, place: str, day: int, drug: str = "X1", days: str = "30", kind: str = "101") -> str:
    """Settle a bill with one drug and give the setl_id."""
    setl_id = town.settle(person, place, at(day), "41" if place.startswith("P") else "14")
    line = {"bkkp_sn": f"L{setl_id}", "setl_id": setl_id, "hilist_code": drug, "hilist_name": "某药", "cnt": "2"}
    town.more["fee_list_d"].append({**line, "det_item_fee_sumamt": "100.00", "list_type": kind, "prd_days": days})
    return setl_id


def round_trip(town: Town, people: list[str], days: str = "30", kind: str = "101", every: int = 8) -> list[str]:
    """Let each go from place to place, every few days; give the setl_ids."""
    return [
        buy(town, p, PLACES[(turn + i) % 3], 40 + every * turn + i % 2, "X1", days, kind)
        for turn in range(12)
        for i, p in enumerate(people)
    ]


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("resale",), **parameters)
        if r.scheme == "resale"
    ]


def test_buyers_beyond_need_are_a_ring(town: Town, tmp_path: Path) -> None:
    setl_ids = round_trip(town, BUYERS)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(BUYERS))
    assert {m.id for m in ring.members if m.role == "venue"} == set(PLACES)
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert ring.evidence[0].observed == 6


def test_private_stores_of_long_prescriptions_are_not_published(town: Town, tmp_path: Path) -> None:
    """Six neighbours fetch twelve weeks' supply every six weeks, at the hospital or a pharmacy near it."""
    for i, p in enumerate(BUYERS):
        for turn in range(8):
            buy(town, p, PLACES[(turn + i) % 3], 7 * i + 42 * turn, "X1", "84")
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "weak")


@pytest.mark.parametrize(("given", "rings_found"), [("05", 0), ("02", 1)])
def test_injections_given_with_a_treatment_are_no_purchases(
    town: Town, tmp_path: Path, given: str, rings_found: int
) -> None:
    """Dialysis at two centres by turns: the drug stays there. With a mere consultation it is taken home."""
    bought = round_trip(town, BUYERS)
    for line in town.more["fee_list_d"]:
        line |= {"hilist_name": "某药注射液", "med_chrgitm_type": "09"}
    for setl_id in bought:
        town.line(setl_id, "S1", 400.0, hilist_name="血液透析", list_type="201", med_chrgitm_type=given)
    assert len(found(town, tmp_path)) == rings_found


def test_twelve_weeks_at_once_and_a_changed_dose_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(BUYERS):
        for turn in range(4):
            buy(town, p, PLACES[turn % 3], 10 + 78 * turn + i, "X1", "84")
        for day in (100, 110):
            buy(town, p, PLACES[day % 3], day, "X2")
    assert found(town, tmp_path) == []


def test_anxious_patients_here_and_there_are_none(town: Town, tmp_path: Path) -> None:
    for i in range(10):
        for turn in range(14):
            buy(town, f"A{i}", f"P9902{i}{turn % 2}", 20 + 14 * turn, f"X{i % 6}")
    assert found(town, tmp_path) == []
    assert manifest(tmp_path / "w")["counts"]["resale.buyers_in_excess"] == 10


def test_one_family_is_demoted_as_such(town: Town, tmp_path: Path) -> None:
    round_trip(town, BUYERS)
    town.household = [{"psn_no": p, "hh_id": "one"} for p in BUYERS]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "family")


def test_a_house_that_writes_ninety_days_for_everybody_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(20):
        for month in range(10):
            buy(town, f"H{i}", PLACES[2], 30 * month + i % 5, "X1", "90")
    for i, p in enumerate(BUYERS):
        for month in range(10):
            buy(town, p, PLACES[2 if month % 2 else 0], 30 * month + i, "X1", "90" if month % 2 else "30")
    assert found(town, tmp_path) == []


def test_cancer_patients_whose_days_are_unknown_are_demoted(town: Town, tmp_path: Path) -> None:
    setl_ids = round_trip(town, BUYERS, days="", every=4)
    for n, setl_id in enumerate(setl_ids):
        row = next(r for r in town.setl_d if r["setl_id"] == setl_id)
        row["mdtrt_id"] = f"M{n}"
    visit = {"dscg_maindiag_code": "C18.900", "dscg_maindiag_name": "结肠恶性肿瘤"}
    town.more["mdtrt_d"] = [{"mdtrt_id": f"M{n}", **visit} for n in range(len(setl_ids))]
    (ring,) = found(town, tmp_path, resale_min_stock_days=30)
    assert (ring.status, ring.status_reason) == ("demoted", "special_supply")


def test_services_are_no_drugs(town: Town, tmp_path: Path) -> None:
    round_trip(town, BUYERS, kind="201")
    assert found(town, tmp_path) == []


def test_three_buyers_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    round_trip(town, BUYERS[:3])
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, resale_min_patients=3)
    assert set(ring.patients) == set(BUYERS[:3])


def test_without_fee_lines_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}["resale"]
    assert state["state"] == "off"
    assert {"fee_list_d.hilist_code", "fee_list_d.list_type", "fee_list_d.setl_id"} <= set(state["missing"])


def test_supply_in_hand_is_what_a_day_by_day_count_gives() -> None:
    rng = np.random.default_rng(2)
    day = np.sort(rng.choice(200, 30, replace=False))
    days = rng.choice([7.0, 14.0, 30.0], 30)
    bought = pd.DataFrame({"row": range(30), "patient": 1, "drug": "X", "place": 1, "day": day, "days": days})
    hand, expected = 0.0, []
    for today in range(200):
        if today in day:
            expected.append(hand)
            hand += days[np.searchsorted(day, today)]
        hand = max(hand - 1.0, 0.0)
    assert supply.measure(bought, 15.0)["left"].tolist() == expected


@pytest.mark.parametrize(("drugs", "status"), [(["X1", "X2"], "published"), (["X1"], "demoted")])
def test_unknown_days_of_several_drugs_at_three_institutions(
    town: Town, tmp_path: Path, drugs: list[str], status: str
) -> None:
    for turn in range(30):
        for i, p in enumerate(BUYERS):
            for drug in drugs:
                buy(town, p, PLACES[(turn + i) % 3], 5 + 7 * turn + (3 * i + turn * (i + 1)) % 6, drug, "")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == (status, set(BUYERS))


@pytest.mark.parametrize(("fixed", "status"), [(True, "demoted"), (False, "published")])
def test_a_village_clinics_day_ties_nobody(town: Town, tmp_path: Path, fixed: bool, status: str) -> None:
    """Six neighbours have the same drug from the clinic, all on one day every four weeks, and each when it suits from
    the hospital; the clinic's day is always the same weekday, or any."""
    rng = np.random.default_rng(5)
    for turn in range(12):
        day = 5 + 28 * turn + (0 if fixed else int(rng.integers(7)))
        for i, p in enumerate(BUYERS):
            buy(town, p, "H99010000077", day, "X1", "")
            if turn:
                buy(town, p, PLACES[2], 28 * turn - 6 - 3 * i + int(rng.integers(3)), "X1", "30")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == (status, set(BUYERS))
