"""`forged_rx`: buyers whom no hospital saw are a ring; unseen ones everywhere, long treatment and other cities none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

BUYERS = [f"B{i}" for i in range(9)]
HOUSE, SHOP, DOCTOR = "H99010000001", "P99010000009", "D990100000001"


@pytest.fixture
def town() -> Town:
    """Give six designated pharmacies: most buyers are seen before, one in six never."""
    made = Town()
    made.ordinary(1)
    for shop in range(6):
        for who in range(12):
            patients(made, f"P9901000000{shop}", [f"S{shop}-{who}"], seen=who % 6 > 0, first=40 + who)
    return made


def patients(town: Town, shop: str, people: list[str], *, seen: bool, first: int = 150, **more: str) -> list[str]:
    """Let everybody buy four times, five weeks apart, after a visit to the hospital or not."""
    made = []
    for n, p in enumerate(people):
        for turn in range(4):
            day = first + 35 * turn + n
            if seen:
                town.stay(p, HOUSE, day - 9, 2)
            paid = {"fund_pay_sumamt": "2000.00"} | more
            made.append(town.buy(p, shop, at(day, 600 + 11 * n), "XSPECIAL", 3200.0 + 100 * turn, **paid))
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("forged_rx",), **parameters)


def test_buyers_whom_no_hospital_saw(town: Town, tmp_path: Path) -> None:
    setl_ids = patients(town, SHOP, BUYERS, seen=False)
    patients(town, SHOP, ["G1", "G2"], seen=True)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(BUYERS))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("pharmacy", SHOP, "venue")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert ring.evidence[0].observed == len(BUYERS)
    # 11 buyers, of whom the other pharmacies' two in twelve would be unseen.
    assert ring.evidence[0].expected == pytest.approx(11 * 13 / 74, rel=0.02)


def test_a_visit_to_the_prescribers_clinic_counts_and_the_misused_doctor_is_named(town: Town, tmp_path: Path) -> None:
    clinic = "H99010000077"
    for p in [*BUYERS, "G1", "G2"]:
        for day in range(140, 300, 12):
            town.settle(p, clinic, at(day), "11", dr_code="D990100000009")
    town.settle("N1", HOUSE, at(1), "11", dr_code=DOCTOR)
    patients(town, SHOP, BUYERS, seen=False, dr_code=DOCTOR)
    patients(town, SHOP, ["G1", "G2"], seen=False, dr_code="D990100000009")
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(BUYERS)
    assert ("doctor", DOCTOR, "prescriber") in {(m.kind, m.id, m.role) for m in ring.members}


def test_a_visit_to_another_hospital_explains_no_prescription(tmp_path: Path) -> None:
    """Two groups misuse a doctor each at one pharmacy; everybody sees other hospitals all the time."""
    town = Town()
    town.ordinary(1)
    town.settle("N1", HOUSE, at(1), "11", dr_code=DOCTOR)
    town.settle("N1", HOUSE, at(1), "11", dr_code="D990100000002")
    for shop in range(6):
        for who in range(12):
            patients(town, f"P9901000000{shop}", [f"S{shop}-{who}"], seen=who % 6 > 0, first=40 + who, dr_code=DOCTOR)
    gangs = [[f"A{i}" for i in range(7)], BUYERS]
    for doctor, gang in zip(("D990100000001", "D990100000002"), gangs, strict=True):
        for p in gang:
            for day in range(140, 300, 12):
                town.stay(p, "H99010000005", day, 2)
        patients(town, SHOP, gang, seen=False, dr_code=doctor)
    assert sorted(sorted(r.patients) for r in found(town, tmp_path)) == gangs


def test_where_only_forgers_name_a_prescriber_they_set_no_norm(town: Town, tmp_path: Path) -> None:
    town.settle("N1", HOUSE, at(1), "11", dr_code=DOCTOR)
    gangs = [[f"B{shop}-{n}" for n in range(9)] for shop in range(4)]
    for shop, gang in enumerate(gangs):
        patients(town, f"P9901000003{shop}", gang, seen=False, dr_code=DOCTOR)
    assert sorted(p for r in found(town, tmp_path) for p in r.patients) == sorted(p for g in gangs for p in g)


def test_costly_goods_paid_from_the_account_say_nothing_about_prescriptions(town: Town, tmp_path: Path) -> None:
    for shop in range(6):
        gang = [f"O{shop}-{n}" for n in range(9)]
        patients(town, f"P9901000002{shop}", gang, seen=False, fund_pay_sumamt="0.00")
    patients(town, SHOP, BUYERS, seen=False)
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(BUYERS)


def test_several_bad_pharmacies_do_not_excuse_each_other(town: Town, tmp_path: Path) -> None:
    gangs = [[f"B{shop}-{n}" for n in range(9)] for shop in range(5)]
    for shop, gang in enumerate(gangs):
        patients(town, f"P9901000001{shop}", gang, seen=False)
    assert sorted(sorted(r.patients) for r in found(town, tmp_path)) == gangs


def test_a_block_of_half_of_all_buyers_does_not_set_its_own_norm(tmp_path: Path) -> None:
    """Fifteen of 33 at one pharmacy are unseen, none of 31 at three others."""
    town = Town()
    town.ordinary(1)
    for shop, buyers in enumerate((7, 10, 14)):
        patients(town, f"P9901000000{shop}", [f"S{shop}-{n}" for n in range(buyers)], seen=True, first=40)
    gang = [f"B{n:02d}" for n in range(15)]
    patients(town, SHOP, gang, seen=False)
    patients(town, SHOP, [f"G{n}" for n in range(18)], seen=True)
    (ring,) = found(town, tmp_path)
    assert (ring.status, sorted(ring.patients)) == ("published", gang)


def test_a_block_of_half_of_all_buyers_with_a_third_unseen_everywhere_is_none(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    for shop, buyers in enumerate((7, 10, 14)):
        for n in range(buyers):
            patients(town, f"P9901000000{shop}", [f"S{shop}-{n}"], seen=n % 3 > 0, first=40 + n)
    patients(town, SHOP, [f"B{n:02d}" for n in range(15)], seen=False)
    patients(town, SHOP, [f"G{n}" for n in range(18)], seen=True)
    assert found(town, tmp_path) == []


def test_unseen_buyers_at_every_pharmacy_are_usual(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    for shop in range(6):
        patients(town, f"P9901000000{shop}", [f"S{shop}-{n}" for n in range(9)], seen=False)
    assert found(town, tmp_path) == []


def test_prescribers_of_hospitals_outside_the_data_are_none(town: Town, tmp_path: Path) -> None:
    patients(town, SHOP, BUYERS, seen=False, dr_code="D990300000001")
    assert found(town, tmp_path) == []


def test_people_insured_elsewhere_are_demoted(town: Town, tmp_path: Path) -> None:
    patients(town, SHOP, BUYERS, seen=False, insu_admdvs="990300")
    town.more["medins_info_b"] = [{"fixmedins_code": SHOP, "fix_blng_admdvs": "990100"}]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "treated_elsewhere")


def test_registered_patients_seen_within_four_months_are_none(town: Town, tmp_path: Path) -> None:
    for p in BUYERS:
        for day in (150, 250):
            town.stay(p, HOUSE, day, 3)
    town.more["opsp_reg_d"] = [
        {"psn_no": p, "opsp_dise_code": "M00500", "begndate": f"{at(0):%Y-%m-%d}"} for p in BUYERS
    ]
    patients(town, SHOP, BUYERS, seen=False, first=200)
    assert found(town, tmp_path) == []


def test_long_prescriptions_are_looked_back_for_longer(town: Town, tmp_path: Path) -> None:
    for p in BUYERS:
        for day in (150, 250):
            town.stay(p, HOUSE, day, 3)
    setl_ids = set(patients(town, SHOP, BUYERS, seen=False, first=200))
    for line in town.more["fee_list_d"]:
        if line["setl_id"] in setl_ids:
            line["prd_days"] = "84"
    assert found(town, tmp_path) == []


def test_purchases_before_any_visit_could_be_known_do_not_count(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    for p in BUYERS:
        for day in rng.integers(0, 29, 4).tolist():
            town.buy(p, SHOP, at(day), "XSPECIAL", 3000.0)
    assert found(town, tmp_path) == []


def test_four_persons_are_a_ring_where_four_are_asked_for(town: Town, tmp_path: Path) -> None:
    patients(town, SHOP, BUYERS[:4], seen=False)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, forged_min_patients=4, lead_max_fdr=0.05)
    assert set(ring.patients) == set(BUYERS[:4])


def test_without_fee_lines_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = next(s for s in manifest(tmp_path / "w")["schemes"] if s["scheme"] == "forged_rx")
    assert state["state"] == "off"
    assert {"fee_list_d.hilist_code", "opsp_reg_d.begndate"} <= set(state["missing"])
