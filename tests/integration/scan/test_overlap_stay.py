"""`overlap_stay`: beds of people who are treated elsewhere are a ring; what honestly happens elsewhere is none."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import poisson

from graphfraud.model.ring import Ring
from graphfraud.schemes.overlap_stay import _beyond_habit
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

LAIN = [f"B{i}" for i in range(6)]
BAD, CLINIC, SHOP = "H99010000004", "H99010000001", "P99010000001"


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1, stays=0)
    # One stay a person at six hospitals: nobody lies in two at once.
    for i in range(400):
        made.stay(f"N{i}", f"H9901000000{4 + i % 6}", 3 + i * 11 % 340, 3 + i % 9)
    return made


def beds(town: Town) -> list[str]:
    """Three stays of ten days each, from days 20, 60 and 100 on."""
    return [town.stay(p, BAD, day + i, 10) for i, p in enumerate(LAIN) for day in (20, 60, 100)]


def outings(town: Town, place: str, med_type: str = "11", days: tuple[int, ...] = (3, 6), **more: str) -> list[str]:
    """A settlement elsewhere so many days after each admission."""
    made = []
    for i, p in enumerate(LAIN):
        for first in (20, 60, 100):
            for day in days:
                when = at(first + i + day)
                dates = {"begndate": f"{when:%Y-%m-%d}", "enddate": f"{when:%Y-%m-%d}"}
                made.append(town.settle(p, place, when, med_type, **(dates | more)))
    return made


def lines(town: Town, setl_ids: list[str], **columns: str) -> None:
    """One fee line a settlement."""
    rows = town.more.setdefault("fee_list_d", [])
    for setl_id in setl_ids:
        fee = {"hilist_code": "003100000000000", "cnt": "1", "det_item_fee_sumamt": "100.00"}
        rows.append({"bkkp_sn": f"F{len(rows)}", "setl_id": setl_id, **fee, **columns})


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return [
        r
        for r in rings(tmp_path / "w", first=None, last=None, schemes=("overlap_stay",), **parameters)
        if r.scheme == "overlap_stay" or "overlap_stay" in r.also
    ]


def counts(tmp_path: Path) -> dict[str, int]:
    return {k.partition("_stay.")[2]: n for k, n in manifest(tmp_path / "w")["counts"].items() if "overlap" in k}


def test_patients_treated_elsewhere_during_their_stays(town: Town, tmp_path: Path) -> None:
    setl_ids = beds(town) + outings(town, CLINIC)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(LAIN))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("hospital", BAD, "venue")]
    (shown,) = [e for e in ring.evidence if e.signal == "overlap_stay"]
    assert sorted(shown.setl_ids) == sorted(setl_ids)
    assert shown.observed == 6
    assert ring.amounts.settlements == 18 + 36


def test_patients_who_always_go_out_do_not_hide_others(town: Town, tmp_path: Path) -> None:
    for i in range(60):
        for n, day in enumerate((10, 90, 170, 250)):
            town.stay(f"O{i}", f"H9901000000{4 + i % 6}", day + i % 20, 20)
            for out in range(-30, 20 if n < 2 else 0, 6):
                town.settle(f"O{i}", CLINIC, at(max(day + i % 20 + out, 0)), "11")
    beds(town)
    outings(town, CLINIC)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(LAIN))


def test_two_hospitals_at_once(town: Town, tmp_path: Path) -> None:
    beds(town)
    twice = [town.stay(p, "H99010000009", day + i + 2, 6) for i, p in enumerate(LAIN) for day in (20, 60)]
    published = [r for r in found(town, tmp_path) if r.status == "published"]
    assert any(
        set(twice) <= {s for e in r.evidence if e.signal == "double_stay" for s in e.setl_ids} for r in published
    )


def test_days_of_admission_and_discharge_are_none(town: Town, tmp_path: Path) -> None:
    beds(town)
    outings(town, CLINIC, days=(0, 10))
    assert found(town, tmp_path) == []


def test_drugs_fetched_once_by_a_relative_are_none(town: Town, tmp_path: Path) -> None:
    beds(town)
    outings(town, SHOP, "41", days=(4,))
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["settlements_drugs"] == 18


def test_drugs_fetched_more_often_are_demoted_as_drugs(town: Town, tmp_path: Path) -> None:
    beds(town)
    outings(town, SHOP, "41")
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "drug_collection")


@pytest.mark.parametrize(("drugs", "seen", "status"), [((3, 5), (7,), "demoted"), ((3,), (5, 7), "published")])
def test_mostly_drugs_are_demoted_as_drugs(
    town: Town, tmp_path: Path, drugs: tuple[int, ...], seen: tuple[int, ...], status: str
) -> None:
    beds(town)
    outings(town, SHOP, "41", days=drugs)
    outings(town, CLINIC, days=seen)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason == "drug_collection") == (status, status == "demoted")


def one_stay_each(town: Town, place: str, days: tuple[int, ...], med_type: str = "11") -> None:
    """Let everybody lie there once, and settle elsewhere on these days of the stay."""
    for i, p in enumerate(LAIN):
        town.stay(p, BAD, 40 + 9 * i, 10)
        lines(town, [town.settle(p, place, at(40 + 9 * i + d), med_type) for d in days], list_type="101")


def test_several_days_elsewhere_in_one_stay_each(town: Town, tmp_path: Path) -> None:
    one_stay_each(town, CLINIC, (2, 5, 7))
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(LAIN) <= set(ring.patients)) == ("published", True)
    (shown,) = [e for e in ring.evidence if e.signal == "overlap_stay"]
    assert "or more days each" in shown.detail.en


def test_one_day_elsewhere_in_one_stay_each_may_be_a_wrong_date(town: Town, tmp_path: Path) -> None:
    one_stay_each(town, CLINIC, (5,))
    assert found(town, tmp_path) == []


def test_drugs_on_a_registered_disease_may_be_fetched_at_a_clinic(town: Town, tmp_path: Path) -> None:
    beds(town)
    outings(town, CLINIC, "140104")
    assert [(r.status, r.status_reason) for r in found(town, tmp_path)] == [("demoted", "drug_collection")]


def test_drugs_fetched_on_several_days_of_one_stay_each_are_none(town: Town, tmp_path: Path) -> None:
    one_stay_each(town, CLINIC, (2, 5, 7), "140104")
    assert found(town, tmp_path) == []


@pytest.mark.parametrize(
    "columns", [{"etip_flag": "1", "med_chrgitm_type": "05"}, {"med_chrgitm_type": "03", "list_type": "201"}]
)
def test_examinations_sent_out_are_none(town: Town, tmp_path: Path, columns: dict[str, str]) -> None:
    beds(town)
    lines(town, outings(town, CLINIC), **columns)
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["settlements_sent_out"] == 36


def test_bills_that_arrive_late_are_none(town: Town, tmp_path: Path) -> None:
    """A bill settled during the stay for care before it; a remote one without a date of service."""
    beds(town)
    outings(town, CLINIC, days=(4,), begndate=f"{at(5):%Y-%m-%d}", enddate=f"{at(5):%Y-%m-%d}")
    outings(town, CLINIC, days=(6,), begndate="", enddate="", insu_admdvs="880100")
    town.more["medins_info_b"] = [{"fixmedins_code": CLINIC, "fix_blng_admdvs": "990100"}]
    assert found(town, tmp_path) == []


def test_people_who_live_on_a_ward_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(LAIN):
        for month in range(11):
            town.stay(p, BAD, 30 * month, 29)
            for day in (5 + i, 15 + i):
                when = at(30 * month + day)
                town.settle(p, CLINIC, when, "11", begndate=f"{when:%Y-%m-%d}")
    assert found(town, tmp_path) == []


def test_a_course_of_dialysis_that_goes_on_is_none(town: Town, tmp_path: Path) -> None:
    beds(town)
    lines(town, outings(town, CLINIC, "140104"), med_chrgitm_type="05")
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["settlements_course"] == 36


def test_transfers_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(LAIN):
        for day in (20, 60, 100):
            town.stay(p, BAD, day + i, 10)
            begin, end = at(day + i + 5), at(day + i + 15)
            dates = {"begndate": f"{begin:%Y-%m-%d}", "enddate": f"{end:%Y-%m-%d}"}
            town.settle(p, "H99010000009", end, "23", **dates)
    assert found(town, tmp_path) == []


def test_a_newborn_on_its_mothers_card_is_none(town: Town, tmp_path: Path) -> None:
    beds(town)
    outings(town, CLINIC)
    for i, p in enumerate(LAIN):
        for first in (15, 55, 95):
            day = at(first + i)
            town.settle(p, "H99010000009", day, "52", begndate=f"{day:%Y-%m-%d}", enddate=f"{day:%Y-%m-%d}")
    assert found(town, tmp_path) == []


def test_three_patients_where_three_are_asked_for(town: Town, tmp_path: Path) -> None:
    for p in LAIN[:3]:
        for first in (20, 60, 100):
            town.stay(p, BAD, first, 10)
            for day in (2, 5, 7):
                town.settle(p, CLINIC, at(first + day), "11", begndate=f"{at(first + day):%Y-%m-%d}")
    assert found(town, tmp_path, overlap_min_patients=8) == []
    (ring,) = rings(tmp_path / "w", overlap_min_patients=3)
    assert set(LAIN[:3]) <= set(ring.patients)


def test_the_same_stays_say_more_of_people_who_are_seldom_outside() -> None:
    """Poisson: habits of 0.1 and 0.02 give two or more in 0.5 % and in 0.02 % of all years, of 0.5 in 9 %."""
    habits = pd.DataFrame({"hub": 1, "patient": [3, 4, 5, 6], "times": [0.1, 0.02, 0.5, 0.005]})
    seen = pd.DataFrame({"hub": 1, "patient": [3, 3, 4, 4, 5, 5, 6], "time": [1, 2, 1, 2, 1, 2, 1]})
    counted, expected = _beyond_habit(seen, habits, 2, 2)
    assert counted.groupby("patient")["level"].first().to_dict() == {3: 2, 4: 4, 6: 1}
    assert expected.shape == (5, 2)
    known = poisson.sf([1, 1, 3, 1], habits["times"]).sum()
    assert expected[1].tolist() == pytest.approx([0, known])


def test_without_dates_of_stay_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=0)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["overlap_stay"]["state"] == "off"
    assert {"setl_d.begndate", "setl_d.enddate"} <= set(states["overlap_stay"]["missing"])


SMALL = "H99010000033"


def at_home(town: Town, days: tuple[int, ...] = (5,)) -> None:
    """Let each of six lie once in a small hospital for twelve days, and go where he or she always goes meanwhile."""
    for i, p in enumerate(LAIN):
        first, place = 20 + 41 * i, f"H9901000000{i % 4}"
        town.stay(p, SMALL, first, 12)
        for day in (first - 15, first + 30, *(first + d for d in days)):
            town.settle(p, place, at(day), "11", begndate=f"{at(day):%Y-%m-%d}", enddate=f"{at(day):%Y-%m-%d}")


def test_one_stay_each_of_many_patients_of_a_small_hospital(town: Town, tmp_path: Path) -> None:
    at_home(town)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason, set(ring.patients)) == ("demoted", "weak", set(LAIN))
    (shown,) = [e for e in ring.evidence if e.signal == "overlap_stay"]
    assert shown.observed == 6
    assert shown.expected < 0.6


def test_four_of_them_are_too_few(town: Town, tmp_path: Path) -> None:
    at_home(town)
    town.setl_d = [r for r in town.setl_d if r["psn_no"] not in LAIN[4:]]
    assert found(town, tmp_path) == []


def test_who_is_sent_once_to_one_house_is_demoted(town: Town, tmp_path: Path) -> None:
    at_home(town)
    for row in town.setl_d:
        i = LAIN.index(row["psn_no"]) if row["psn_no"] in LAIN else -1
        if i >= 0 and row["begndate"] == f"{at(25 + 41 * i):%Y-%m-%d}":
            row["fixmedins_code"] = "H99010000009"
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "referral")


def test_who_is_at_home_before_the_stay_ends_on_paper_is_demoted(town: Town, tmp_path: Path) -> None:
    at_home(town, days=(10,))
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "late_discharge")


def test_stays_that_were_reimbursed_by_hand_are_none(town: Town, tmp_path: Path) -> None:
    at_home(town)
    for row in town.setl_d:
        row["setl_type"] = "1" if row["fixmedins_code"] == SMALL else "2"
    assert found(town, tmp_path) == []
