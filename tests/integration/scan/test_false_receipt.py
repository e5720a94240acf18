"""`false_receipt`: strangers' bills in one hand that belong together are a ring; honest handlers are none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

WARD = "H99010000004"
STRANGERS = [f"R{i}" for i in range(8)]


@pytest.fixture
def town() -> Town:
    """Ordinary life, and sixty people who hand in a bill of their own."""
    made = Town()
    made.ordinary(1)
    for i in range(60):
        bill(made, f"N{i}", f"H9901000000{i % 6}", 5 * i, f"A{i}", invono=str(10**8 + 7919 * i))
    return made


def bill(town: Town, psn_no: str, place: str, day: int, bankacct: str, agent: str = "", **more: str) -> str:
    """Add a bill reimbursed by hand; the patient is the agent unless one is named."""
    hands = {"setl_type": "1", "bankacct": bankacct, "agnter_tel": agent or f"T{psn_no}"}
    days = {"begndate": f"{at(day - 5):%Y-%m-%d}", "enddate": f"{at(day):%Y-%m-%d}"}
    return town.settle(psn_no, place, at(day), "21", **hands, **days, **more)


def live_apart(town: Town, people: Iterable[str]) -> None:
    town.household += [{"psn_no": p, "hh_id": f"F{p}"} for p in people]


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("false_receipt",), **parameters)
        if r.scheme == "false_receipt"
    ]


def test_one_account_one_hospital(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    town.psn_info_b.append({"psn_no": "BROKER", "certno": "99010119700101001X"})
    setl_ids = [
        bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB", agnter_certno="99010119700101001X")
        for i, p in enumerate(STRANGERS)
    ]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", {*STRANGERS, "BROKER"})
    others = [(m.kind, m.id, m.role) for m in ring.members if m.role != "member"]
    assert others == [("patient", "BROKER", "broker"), ("hospital", WARD, "venue")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert (ring.evidence[0].observed, ring.amounts.settlements) == (8, 8)
    assert {e.signal for e in ring.evidence} >= {"false_receipt", "one_hospital"}


def test_one_agent_and_invoices_in_a_row(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, f"OWN{i}", "TB", invono=str(555_000_100 + 3 * i))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(STRANGERS))
    assert "invoice_run" in {e.signal for e in ring.evidence}


def test_relative_who_sees_to_a_family_is_none(town: Town, tmp_path: Path) -> None:
    town.household += [{"psn_no": p, "hh_id": f"F{i % 2}"} for i, p in enumerate(STRANGERS)]
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB")
    assert found(town, tmp_path) == []


def test_employer_that_hands_in_for_its_staff_is_none(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, f"H9901000000{i % 6}", 30 + 20 * i, "SHARED", "TB", invono=str(2 * 10**8 + 6007 * i))
    assert found(town, tmp_path) == []


def test_bills_of_the_hospital_that_everybody_goes_to_anyway_are_none(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB")
        town.settle(p, WARD if i < 5 else "H99010000002", at(10 + 40 * i))
    assert found(town, tmp_path) == []


def test_a_clerk_with_rather_many_bills_of_the_staffs_hospital_is_none(town: Town, tmp_path: Path) -> None:
    """Nine in twenty of the staff's own visits are there, and 29 of 43 bills: chance gives as many once in a hundred
    times, and there are hundreds of clerks."""
    staff = [f"S{i}" for i in range(43)]
    live_apart(town, staff)
    for i, p in enumerate(staff):
        for n in range(4):
            house = "H99010000003" if (4 * i + n) % 20 < 9 else f"H9901000000{(i + n) % 3}"
            town.settle(p, house, at(20 + 7 * i + n), "11")
        bill(town, p, "H99010000003" if i < 29 else f"H9901000000{i % 3}", 30 + 7 * i, "SHARED", "TB")
    assert found(town, tmp_path) == []


def test_employer_next_to_a_hospital_is_demoted(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    town.psn_info_b += [{"psn_no": p, "emp_no": "E1"} for p in STRANGERS]
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB")
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "one_community")


def test_village_official_for_old_people_is_none(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, f"OWN{i}", "TB", invono=str(2 * 10**8 + 6007 * i))
    assert found(town, tmp_path) == []


def test_hospital_that_hands_in_for_its_patients_is_demoted(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, "H99010000099", 30 + 20 * i, f"OWN{i}", "TB", invono=str(555_000_100 + 3 * i))
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "liaison")


def test_an_offices_phone_is_counted_and_left_out(town: Town, tmp_path: Path) -> None:
    for i in range(40):
        bill(town, f"N{i}", WARD, 30 + 7 * i, f"A{i}", "OFFICE", invono=str(555_000_100 + 3 * i))
    assert found(town, tmp_path, receipt_max_persons=30) == []
    assert manifest(tmp_path / "w")["counts"]["false_receipt.hands_of_too_many"] == 1


def test_the_hospitals_own_account_is_no_payee(town: Town, tmp_path: Path) -> None:
    town.more["medins_info_b"] = [{"fixmedins_code": WARD, "bankacct": "SHARED"}]
    for i, p in enumerate(STRANGERS):
        bill(town, p, WARD, 30 + 20 * i, "SHARED", invono=str(2 * 10**8 + 6007 * i))
    assert found(town, tmp_path) == []


def test_bills_taken_back_are_none(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        setl_id = bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB")
        town.settle(p, WARD, at(31 + 20 * i), "21", medfee_sumamt="-100.00", init_setl_id=setl_id, refd_setl_flag="1")
    assert found(town, tmp_path) == []


def test_three_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS[:3]):
        bill(town, p, WARD, 30 + 20 * i, "SHARED", "TB", invono=str(555_000_100 + 3 * i))
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, receipt_min_households=3, max_fdr=0.2, lead_max_fdr=0.2)
    assert set(ring.patients) == set(STRANGERS[:3])


def test_without_accounts_and_agents_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.settle("N1", WARD, at(9), setl_type="1")
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["false_receipt"]["state"] == "off"
    assert "setl_d.bankacct" in states["false_receipt"]["missing"]


def test_two_accounts_for_receipts_of_one_hospital_are_one_ring(town: Town, tmp_path: Path) -> None:
    people = [f"R{i}" for i in range(16)]
    live_apart(town, people)
    for i, p in enumerate(people):
        bill(town, p, "H99010000099", 30 + 20 * i, f"SHARED{i % 2}", invono=str(2 * 10**8 + 6007 * i))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(people))


def test_two_agents_with_accounts_of_their_own_are_two_rings(town: Town, tmp_path: Path) -> None:
    people = [f"R{i}" for i in range(16)]
    live_apart(town, people)
    for i, p in enumerate(people):
        bill(town, p, "H99010000099", 30 + 20 * i, f"SHARED{i % 2}", f"TB{i % 2}", invono=str(2 * 10**8 + 6007 * i))
    assert {frozenset(r.patients) for r in found(town, tmp_path)} == {frozenset(people[::2]), frozenset(people[1::2])}


def test_an_account_for_four_families_is_nobodys_own(town: Town, tmp_path: Path) -> None:
    """The hospital hands in nothing for its patients where their money goes to others."""
    live_apart(town, STRANGERS)
    for i, p in enumerate(STRANGERS):
        bill(town, p, "H99010000099", 30 + 20 * i, f"SHARED{i % 2}", "TB", invono=str(555_000_100 + 3 * i))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(STRANGERS))
