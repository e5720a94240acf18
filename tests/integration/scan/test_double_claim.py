"""`double_claim`: bills settled twice behind one agent or house are a ring; corrections and parts of stays are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Row, Town, at
from tests.integration.scan.scanning import manifest, rings

HOUSE, OTHER = "H99010000009", "H99010000008"
PATIENTS = [f"D{i}" for i in range(6)]
AGENT = {"agnter_certno": "990110198001010016", "bankacct": "99621"}


@pytest.fixture
def town() -> Town:
    """Ordinary life, with a hundred honest claims at the desk."""
    made = Town()
    made.ordinary(1)
    for i, row in enumerate(made.setl_d):
        row |= {"setl_type": "2", "invono": f"V{i}"}
    for i in range(100):
        bill(made, f"N{i}", f"H9901000000{i % 4}", i, invono=f"W{i}", setl_type="1", bankacct=f"B{i}")
    return made


def bill(town: Town, person: str, house: str, day: int, settled: int = 0, /, **more: str) -> str:
    """Settle one stay that begins on `day`, on the day `settled` (0: at its end)."""
    dates = {"begndate": f"{at(day):%Y-%m-%d}", "enddate": f"{at(day + 5):%Y-%m-%d}"}
    money = {"medfee_sumamt": f"{5000 + day}.00", "fund_pay_sumamt": "3000.00"}
    return town.settle(person, house, at(settled or day + 5), "21", **{**dates, **money, **more})


def twice(town: Town, people: list[str], first: Row, second: Row) -> list[str]:
    """Settle each one's bill online, and again a month later; give the setl_ids."""
    made = []
    for i, p in enumerate(people):
        made.append(bill(town, p, HOUSE, 20 + 3 * i, **first))
        made.append(bill(town, p, HOUSE, 20 + 3 * i, 60 + 3 * i, **second))
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("double_claim",), **parameters)
        if r.scheme == "double_claim"
    ]


def test_bills_claimed_again_by_one_agent_are_a_ring(town: Town, tmp_path: Path) -> None:
    setl_ids = twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(PATIENTS))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("hospital", HOUSE, "venue")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert {e.signal for e in ring.evidence} == {"double_claim", "one_hand", "paid_over"}


def test_who_has_another_agent_at_the_same_house_is_no_member(town: Town, tmp_path: Path) -> None:
    twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    for i in range(2):
        bill(town, f"E{i}", HOUSE, 33 + 9 * i, setl_type="2")
        own = {"agnter_certno": f"99011019800202{i}", "bankacct": f"7{i}"}
        bill(town, f"E{i}", HOUSE, 33 + 9 * i, 80 + i, setl_type="1", **own)
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(PATIENTS)


def test_two_agents_at_one_house_are_two_rings(town: Town, tmp_path: Path) -> None:
    others = [f"R{i}" for i in range(5)]
    twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    twice(
        town, others, {"setl_type": "2"}, {"setl_type": "1", "agnter_certno": "990110198002020026", "bankacct": "99622"}
    )
    assert {frozenset(r.patients) for r in found(town, tmp_path)} == {frozenset(PATIENTS), frozenset(others)}


def test_repeats_of_a_house_are_seen_beside_an_agents(town: Town, tmp_path: Path) -> None:
    """Whom an agent stands behind is left out of the house's count, and of what is usual elsewhere."""
    alone = [f"R{i}" for i in range(5)]
    twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    twice(town, alone, {"setl_type": "2"}, {"setl_type": "1"})
    assert {frozenset(r.patients) for r in found(town, tmp_path)} == {frozenset(PATIENTS), frozenset(alone)}


def test_an_agent_with_a_part_of_a_houses_repeats_is_of_its_ring(town: Town, tmp_path: Path) -> None:
    alone = [f"R{i}" for i in range(8)]
    twice(town, PATIENTS[:4], {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    twice(town, alone, {"setl_type": "2"}, {"setl_type": "1"})
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == {*PATIENTS[:4], *alone}


def test_one_invoice_in_two_claims_is_a_repeat_without_channels(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(PATIENTS):
        bill(town, p, HOUSE, 20 + 3 * i, invono=f"Z{i}", mdtrt_id=f"M{i}")
        bill(town, p, OTHER, 20 + 3 * i, 70 + i, invono=f"Z{i}", mdtrt_id=f"K{i}")
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(PATIENTS)


def test_bills_taken_back_and_entered_anew_are_none(town: Town, tmp_path: Path) -> None:
    for i, setl_id in enumerate(twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})[::2]):
        day = 20 + 3 * i
        # Half of the houses do not say which bill they take back.
        of = {"init_setl_id": setl_id} if i % 2 else {}
        minus = {"medfee_sumamt": f"-{5000 + day}.00", "fund_pay_sumamt": "-3000.00", "refd_setl_flag": "1"}
        bill(town, PATIENTS[i], HOUSE, day, 50, **minus, **of)
    assert found(town, tmp_path) == []


def test_interim_bills_and_halves_of_one_stay_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(PATIENTS):
        for part in range(3):
            bill(town, p, HOUSE, 20 + 10 * part, invono=f"Z{i}{part}", mdtrt_id=f"M{i}", setl_type="2")
        for part in range(2):
            bill(town, p, HOUSE, 80, 90 + 5 * part, invono=f"Y{i}", mdtrt_id=f"K{i}", setl_type="2")
    assert found(town, tmp_path) == []


def test_twins_and_top_up_insurance_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(PATIENTS):
        bill(town, f"T{i}a", HOUSE, 30 + i, setl_type="2")
        bill(town, f"T{i}b", HOUSE, 30 + i, 40 + i, setl_type="1", **AGENT)
        bill(town, p, HOUSE, 50 + i, setl_type="2", insutype="390")
        bill(town, p, HOUSE, 50 + i, 80 + i, setl_type="1", insutype="392", **AGENT)
    assert found(town, tmp_path) == []


def test_invoice_numbers_that_start_anew_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(PATIENTS):
        for month in range(2):
            bill(town, p, HOUSE, 20 + 30 * month, invono=f"{i:04d}", mdtrt_id=f"M{i}{month}", medfee_sumamt="800.00")
        for month in range(6):
            bill(town, p, OTHER, 100, 110 + 2 * month, invono="0", mdtrt_id=f"K{i}{month}", medfee_sumamt="700.00")
    assert found(town, tmp_path) == []


def test_an_office_with_two_mistakes_among_fifty_is_none(town: Town, tmp_path: Path) -> None:
    twice(town, PATIENTS[:2], {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    for i in range(50):
        bill(town, f"N{200 + i}", HOUSE, i, setl_type="1", invono=f"U{i}", **AGENT)
    assert found(town, tmp_path, double_min_patients=2) == []
    assert manifest(tmp_path / "w")["counts"]["double_claim.patients"] == 2


def test_one_family_is_demoted_as_such(town: Town, tmp_path: Path) -> None:
    twice(town, PATIENTS, {"setl_type": "2"}, {"setl_type": "1", **AGENT})
    town.household = [{"psn_no": p, "hh_id": "one"} for p in PATIENTS]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "family")


def test_without_invoices_and_channels_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}["double_claim"]
    assert (state["state"], "setl_d.invono" in state["missing"]) == ("off", True)
