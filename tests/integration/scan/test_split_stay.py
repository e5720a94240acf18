"""`split_stay`: persons passed around hospitals or in and out of one are a ring; transfers and courses are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

PASSED = [f"R{i}" for i in range(7)]
ONE, OTHER, THIRD = "H99010000004", "H99010000005", "H99010000006"


@pytest.fixture
def town() -> Town:
    """400 people, half of whom come back to one of six hospitals after some weeks, every seventh within a week."""
    made = Town()
    made.ordinary(1, stays=0)
    rng = np.random.default_rng(2)
    for i, (day, days, fate) in enumerate(rng.integers([0, 3, 0], [300, 12, 14], (400, 3)).tolist()):
        place = f"H9901000000{4 + i % 6}"
        made.stay(f"N{i}", place, day, days)
        if fate < 7:
            made.stay(f"N{i}", place, day + days + (4 if fate < 2 else 20), days)
    return made


def admit(town: Town, psn_no: str, place: str, day: int, days: int, med_type: str = "21", code: str = "I10") -> str:
    """Add a stay with its encounter and diagnosis."""
    begin, end = at(day), at(day + days)
    dates = {"begndate": f"{begin:%Y-%m-%d}", "enddate": f"{end:%Y-%m-%d}"}
    setl_id = town.settle(psn_no, place, end, med_type, **dates, mdtrt_id=f"M{len(town.setl_d)}")
    town.more.setdefault("mdtrt_d", []).append(
        {"mdtrt_id": town.setl_d[-1]["mdtrt_id"], "psn_no": psn_no, "dscg_maindiag_code": code}
    )
    return setl_id


def rounds(town: Town, places: list[str], med_type: str = "21", code: str = "I10") -> list[str]:
    """Three rounds of three stays each, a day apart, at times of each person's own."""
    made = []
    for i, p in enumerate(PASSED):
        for first in (10 + 5 * i, 120 + 7 * i, 230 + 4 * i):
            for n in range(3):
                kind = med_type if n == 1 else "21"
                made.append(admit(town, p, places[n % len(places)], first + 9 * n, 8 - n % 2, kind, code))
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    every = rings(tmp_path / "w", first=None, last=None, schemes=("split_stay",), **parameters)
    return [r for r in every if r.scheme == "split_stay" or "split_stay" in r.also]


@pytest.mark.parametrize("places", [[ONE, OTHER], [ONE], [ONE, OTHER, THIRD]])
def test_persons_passed_around_or_in_and_out(town: Town, tmp_path: Path, places: list[str]) -> None:
    setl_ids = rounds(town, places)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(PASSED))
    others = {(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"}
    assert others == {("hospital", place, "venue") for place in places}
    (shown,) = [e for e in ring.evidence if e.signal == "split_stay"]
    assert sorted(shown.setl_ids) == sorted(setl_ids)
    assert shown.observed == 7


def test_transfers_are_none(town: Town, tmp_path: Path) -> None:
    rounds(town, [ONE, OTHER], med_type="23")
    assert found(town, tmp_path) == []


@pytest.mark.parametrize(("trips", "expected"), [(1, 0), (2, 1)])
def test_one_trip_to_another_hospital_and_back_is_none(town: Town, tmp_path: Path, trips: int, expected: int) -> None:
    """Sent on to a hospital that can help, and taken back to recover: one time, whatever its two moves."""
    for i, p in enumerate(PASSED):
        for first in (10 + 5 * i, 120 + 7 * i)[:trips]:
            for n, place in enumerate((ONE, OTHER, ONE)):
                admit(town, p, place, first + 9 * n, 8 - n % 2)
    assert len(found(town, tmp_path)) == expected


@pytest.mark.parametrize("code", ["Z51.103", "Z49.100", "I69.300", "F20.900", "C18.900"])
def test_courses_of_treatment_are_none(town: Town, tmp_path: Path, code: str) -> None:
    rounds(town, [ONE], code=code)
    assert found(town, tmp_path) == []


def test_long_stays_billed_by_the_month_are_none(town: Town, tmp_path: Path) -> None:
    for p in PASSED:
        for month in range(10):
            admit(town, p, ONE, 30 * month, 29)
    assert found(town, tmp_path) == []


def test_bills_of_one_encounter_are_none(town: Town, tmp_path: Path) -> None:
    rounds(town, [ONE])
    for row in town.setl_d:
        if row["psn_no"] in PASSED:
            row["mdtrt_id"] = f"M-{row['psn_no']}"
    town.more.clear()
    assert found(town, tmp_path) == []


def test_normal_readmissions_are_none(town: Town, tmp_path: Path) -> None:
    assert found(town, tmp_path) == []
    assert manifest(tmp_path / "w")["counts"]["split_stay.readmissions"] > 20


def test_one_family_is_demoted(town: Town, tmp_path: Path) -> None:
    rounds(town, [ONE, OTHER])
    town.household += [{"psn_no": p, "hh_id": f"H{i % 2}"} for i, p in enumerate(PASSED)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "family")


def test_three_persons_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    rounds(town, [ONE, OTHER])
    town.setl_d = [row for row in town.setl_d if row["psn_no"] not in PASSED[3:]]
    assert found(town, tmp_path) == []
    (ring,) = rings(tmp_path / "w", first=None, last=None, split_min_patients=3)
    assert set(ring.patients) == set(PASSED[:3])


def test_without_dates_of_stay_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=0)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["split_stay"]["state"] == "off"
    assert {"setl_d.begndate", "setl_d.enddate"} <= set(states["split_stay"]["missing"])


def test_one_round_of_three_hospitals_a_person(town: Town, tmp_path: Path) -> None:
    """Nobody takes the same way twice, but everybody goes on twice within the same three hospitals."""
    for i, p in enumerate(PASSED):
        for n in range(3):
            admit(town, p, [ONE, OTHER, THIRD][(i + n) % 3], 20 + 11 * i + 9 * n, 8)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(PASSED))
    assert {m.id for m in ring.members if m.role == "venue"} == {ONE, OTHER, THIRD}
    assert ring.evidence[0].observed == 7


def test_one_move_a_person_is_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(PASSED):
        for n in range(2):
            admit(town, p, [ONE, OTHER, THIRD][(i + n) % 3], 20 + 11 * i + 9 * n, 8)
    assert found(town, tmp_path) == []
