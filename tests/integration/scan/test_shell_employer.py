"""`shell_employer`: staff who join, claim and leave are a ring; real births of honest employers are none."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

WARD = "H99010000004"


@pytest.fixture
def town() -> Town:
    """Ordinary life, and ten employers whose staff join now and then; one in ten has a child and stays."""
    made = Town()
    made.ordinary(1)
    made.more["psn_insu_d"] = []
    for i in range(150):
        employ(made, f"N{i}", f"E{i % 10}", at(i))
        if i % 10 == 3:
            birth(made, f"N{i}", i + 120)
    employ(made, "N399", "E0", at(0), at(300))
    return made


def employ(town: Town, psn_no: str, emp_no: str, joined: datetime, quit: datetime | None = None, **more: str) -> None:
    """Add an employment."""
    row = {"psn_no": psn_no, "emp_no": emp_no, "insutype": "310", "psn_insu_date": f"{joined:%Y-%m-%d}"}
    town.more["psn_insu_d"].append(row | {"paus_insu_date": f"{quit:%Y-%m-%d}" if quit else ""} | more)


def birth(town: Town, psn_no: str, day: int) -> str:
    """Add a delivery."""
    days = {"begndate": f"{at(day):%Y-%m-%d}", "enddate": f"{at(day + 4):%Y-%m-%d}"}
    return town.settle(psn_no, WARD, at(day + 4), "52", **days)


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("shell_employer",), **parameters)
        if r.scheme == "shell_employer"
    ]


def test_staff_who_join_claim_and_leave(town: Town, tmp_path: Path) -> None:
    women = [f"W{i}" for i in range(8)]
    for i, psn_no in enumerate(women):
        employ(town, psn_no, "SHELL", at(20 + 10 * i), at(160 + 10 * i))
        employ(town, psn_no, "SHELL", at(20 + 10 * i), at(160 + 10 * i), insutype="510")
    setl_ids = [birth(town, psn_no, 100 + 10 * i) for i, psn_no in enumerate(women)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(women))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("employer", "SHELL", "broker")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert (ring.evidence[0].observed, ring.amounts.settlements) == (8, 8)


def test_two_shells_with_the_same_women_are_one_ring(town: Town, tmp_path: Path) -> None:
    for i in range(12):
        first, second = ("A", "B") if i % 2 else ("B", "A")
        employ(town, f"W{i}", first, at(20 + 5 * i), at(130 + 5 * i))
        employ(town, f"W{i}", second, at(131 + 5 * i), at(190 + 5 * i))
        birth(town, f"W{i}", 100 + 5 * i)
    (ring,) = found(town, tmp_path)
    assert len(ring.patients) == 12
    assert [m.id for m in ring.members if m.kind == "employer"] == ["A", "B"]


def test_a_firm_that_the_same_women_pass_through_is_of_the_ring(town: Town, tmp_path: Path) -> None:
    """Two of the women claim from a second firm, which is too small to stand out, and go through the first one, too."""
    for i in range(8):
        first, second = ("SECOND", "SHELL") if i in (3, 6) else ("SHELL", "SECOND")
        employ(town, f"W{i}", first, at(20 + 5 * i), at(130 + 5 * i))
        employ(town, f"W{i}", second, at(131 + 5 * i), at(190 + 5 * i))
        birth(town, f"W{i}", 100 + 5 * i)
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == {f"W{i}" for i in range(8)}
    assert [m.id for m in ring.members if m.kind == "employer"] == ["SECOND", "SHELL"]


def test_a_later_employer_of_the_same_women_is_none(town: Town, tmp_path: Path) -> None:
    """Most of a shell's women work at a factory afterwards, where hardly anybody joins to claim."""
    for i in range(8):
        employ(town, f"W{i}", "SHELL", at(20 + 5 * i), at(130 + 5 * i))
        employ(town, f"W{i}", "FACTORY", at(131 + 5 * i))
        birth(town, f"W{i}", 100 + 5 * i)
    for i in range(20):
        employ(town, f"M{i}", "FACTORY", at(10 + 5 * i))
        town.settle(f"M{i}", WARD, at(40 + i), "11")
    birth(town, "M0", 150)
    (ring,) = found(town, tmp_path)
    assert [m.id for m in ring.members if m.kind == "employer"] == ["SHELL"]


def test_young_firm_with_real_births_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(20):
        employ(town, f"W{i}", "YOUNG", at(i), at(300) if i == 0 else None)
        if i < 6:
            birth(town, f"W{i}", 150 + 10 * i)
    assert found(town, tmp_path) == []


def test_young_mothers_who_stay_are_none(town: Town, tmp_path: Path) -> None:
    for i in range(8):
        employ(town, f"W{i}", "YOUNG", at(i), at(330) if i == 0 else None)
        birth(town, f"W{i}", 150 + 10 * i)
    assert found(town, tmp_path) == []


def test_labour_agency_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(150):
        employ(town, f"W{i}", "AGENCY", at(i), at(i + 170))
        if i % 14 == 0:
            birth(town, f"W{i}", i + 100)
    assert found(town, tmp_path) == []


def test_kindergarten_is_none(town: Town, tmp_path: Path) -> None:
    for i in range(30):
        employ(town, f"W{i}", "NURSERY", at(-1500 + i), at(300) if i % 3 == 0 else None)
        if i % 2 == 0:
            birth(town, f"W{i}", 50 + 5 * i)
    assert found(town, tmp_path) == []


def test_residents_of_a_village_have_no_employer(town: Town, tmp_path: Path) -> None:
    for i in range(8):
        employ(town, f"W{i}", "990100000007", at(20 + 10 * i), at(160 + 10 * i), insutype="390")
        birth(town, f"W{i}", 100 + 10 * i)
    assert found(town, tmp_path) == []


def test_three_are_a_ring_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    for i in range(3):
        employ(town, f"W{i}", "SHELL", at(20 + 10 * i), at(160 + 10 * i))
        birth(town, f"W{i}", 100 + 10 * i)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, shell_min_patients=3)
    assert set(ring.patients) == {"W0", "W1", "W2"}


def test_without_the_day_of_leaving_the_scheme_is_off(town: Town, tmp_path: Path) -> None:
    for row in town.more["psn_insu_d"]:
        row["paus_insu_date"] = ""
    assert found(town, tmp_path) == []
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["shell_employer"]["state"] == "off"
    assert "psn_insu_d.paus_insu_date" in states["shell_employer"]["missing"]


def test_a_large_shell_does_not_hide_a_small_one(town: Town, tmp_path: Path) -> None:
    sizes = {"LARGE": 24, "SMALL": 7}
    for shell, size in sizes.items():
        for i in range(size):
            employ(town, f"{shell}{i}", shell, at(10 + 3 * i), at(150 + 3 * i))
            birth(town, f"{shell}{i}", 90 + 3 * i)
        for i in range(size // 2):
            employ(town, f"{shell}-{i}", shell, at(10 + 3 * i))
    shells = {r.members[-1].id: set(r.patients) for r in found(town, tmp_path)}
    assert shells == {shell: {f"{shell}{i}" for i in range(size)} for shell, size in sizes.items()}
