"""`insider`: a clerk with few payees in the evenings is a lead; busy, lonely or late offices are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

FRIENDS = [f"R{i}" for i in range(5)]
MORNING, EVENING = 600, 1140
WORKDAYS = [d for d in range(7, 340) if d % 7 < 5]


@pytest.fixture
def town() -> Town:
    """Ordinary life, and 200 bills reimbursed by five clerks in office hours, some payees twice."""
    made = Town()
    made.ordinary(1)
    for i in range(200):
        bill(made, f"N{i % 170}", WORKDAYS[i], f"C{i % 5}")
    return made


def bill(town: Town, psn_no: str, day: int, clerk: str, minute: int = MORNING, account: str = "") -> str:
    """Add a bill reimbursed by hand."""
    hands = {"setl_type": "1", "bankacct": account or f"A{psn_no}", "opter_id": clerk}
    return town.settle(psn_no, f"H9901000000{day % 4}", at(day, minute, day % 60), **hands)


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("insider",), **parameters)
        if r.scheme == "insider"
    ]


def test_a_clerk_with_the_same_payees_in_the_evening(town: Town, tmp_path: Path) -> None:
    setl_ids = [bill(town, p, WORKDAYS[7 * n + 3 * i], "C1", EVENING) for i, p in enumerate(FRIENDS) for n in range(6)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FRIENDS))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("operator", "C1", "broker")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert (ring.evidence[0].observed, ring.amounts.settlements) == (5, 30)


def test_clerk_of_one_township_with_its_dialysis_patients_is_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(FRIENDS):
        for n in range(12):
            bill(town, p, WORKDAYS[18 * n + i], "C1")
    assert found(town, tmp_path) == []


def test_an_office_that_closes_late_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(60):
        bill(town, f"N{200 + i}", WORKDAYS[i], "LATE", EVENING)
    for i, p in enumerate(FRIENDS):
        for n in range(3):
            bill(town, p, WORKDAYS[18 * n + i], "LATE", EVENING)
    assert found(town, tmp_path) == []


def test_payees_who_also_come_by_day(town: Town, tmp_path: Path) -> None:
    # Half of their bills are entered in office hours, where nobody else has even a few in the evening.
    for i, p in enumerate(FRIENDS):
        for n in range(8):
            bill(town, p, WORKDAYS[7 * n + 3 * i], "C1", EVENING if n % 2 else MORNING)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients), ring.amounts.settlements) == ("published", set(FRIENDS), 20)


def test_an_agency_that_is_open_at_weekends_still_has_evenings(town: Town, tmp_path: Path) -> None:
    weekends = [d for d in range(7, 340) if d % 7 >= 5]
    for i in range(80):
        bill(town, f"S{i}", weekends[i], f"C{i % 5}")
    for i, p in enumerate(FRIENDS):
        for n in range(6):
            bill(town, p, (WORKDAYS if n % 2 else weekends)[7 * n + 3 * i], "C1", EVENING if n < 4 else MORNING)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients), ring.amounts.settlements) == ("published", set(FRIENDS), 20)


def test_families_of_an_agency_that_is_open_at_weekends_are_none(town: Town, tmp_path: Path) -> None:
    weekends = [d for d in range(7, 340) if d % 7 >= 5]
    for i in range(80):
        bill(town, f"S{i}", weekends[i], f"C{i % 5}")
    for i, p in enumerate(FRIENDS):
        for n in range(6):
            bill(town, p, weekends[7 * n + 3 * i], "C1")
    assert found(town, tmp_path) == []


def test_an_agency_with_one_clerk_is_demoted(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    for i in range(60):
        bill(town, f"N{i}", WORKDAYS[i], "ONLY")
    for i, p in enumerate(FRIENDS):
        for n in range(6):
            bill(town, p, WORKDAYS[18 * n + i], "ONLY", EVENING)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "one_clerk")


def test_clerks_who_all_have_friends_do_not_excuse_each_other(town: Town, tmp_path: Path) -> None:
    for clerk in range(5):
        for i in range(5):
            for n in range(6):
                bill(town, f"R{clerk}{i}", WORKDAYS[7 * n + 3 * i + clerk], f"C{clerk}", EVENING)
    assert [r.status for r in found(town, tmp_path)] == ["published"] * 5


def test_a_pile_of_bills_on_one_evening_is_one_visit(town: Town, tmp_path: Path) -> None:
    for p in FRIENDS:
        for _ in range(6):
            bill(town, p, WORKDAYS[30], "C1", EVENING)
    assert found(town, tmp_path) == []


def test_bills_without_a_clock_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(FRIENDS):
        for n in range(6):
            row = bill(town, p, WORKDAYS[7 * n + 3 * i], "C1")
            town.setl_d[int(row[1:])]["setl_time"] = f"{at(WORKDAYS[7 * n + 3 * i]):%Y-%m-%d} 00:00:00"
    assert found(town, tmp_path) == []


def test_two_payees_are_enough_where_two_are_asked_for(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(FRIENDS[:2]):
        for n in range(8):
            bill(town, p, WORKDAYS[7 * n + 3 * i], "C1", EVENING)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, insider_min_payees=2, lead_max_fdr=0.05)
    assert set(ring.patients) == set(FRIENDS[:2])


def test_without_operators_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["insider"]["state"] == "off"
    assert "setl_d.opter_id" in states["insider"]["missing"]
