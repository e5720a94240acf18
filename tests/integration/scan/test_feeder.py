"""`feeder`: people of one source admitted to one hospital again and again; neighbours, projects, agencies aren't."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

FED = [f"F{i}" for i in range(12)]
BAD, PHONE = "H99010000004", "13900000001"


@pytest.fixture
def town() -> Town:
    """400 people with one or two stays at six hospitals, each with an address of their own, in twenty villages."""
    made = Town()
    made.ordinary(1, stays=0)
    for i in range(400):
        person(made, f"N{i}", f"V{i % 20}")
        for day in (3 + i * 11 % 170, 180 + i * 7 % 170)[: 1 + i // 6 % 2]:
            admit(made, f"N{i}", f"H9901000000{4 + i % 6}", day, f"1380000{i:04d}")
    return made


def person(town: Town, psn_no: str, emp_no: str, live_addr: str = "") -> None:
    """Register a person of 70."""
    row = {"psn_no": psn_no, "brdy": "1955-03-01", "emp_no": emp_no, "live_addr": live_addr or f"at {psn_no}"}
    town.psn_info_b.append(row)


def admit(town: Town, psn_no: str, place: str, day: int, contact: str, days: int = 6) -> str:
    """Add a stay with its encounter."""
    setl_id = town.stay(psn_no, place, day, days)
    town.setl_d[-1]["mdtrt_id"] = f"M{setl_id}"
    town.more.setdefault("mdtrt_d", []).append({"mdtrt_id": f"M{setl_id}", "psn_no": psn_no, "coner_tel": contact})
    return setl_id


def feed(town: Town, village: str = "V{i}", address: str = "", contact: str = "") -> list[str]:
    """Admit everybody five times, two months apart."""
    made = []
    for i, p in enumerate(FED):
        person(town, p, village.format(i=i), address)
        days = [10 + 60 * n + (7 * i + 11 * n) % 41 for n in range(5)]
        made += [admit(town, p, BAD, day, contact or f"1370000{i:04d}") for day in days]
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    every = rings(tmp_path / "w", first=None, last=None, schemes=("feeder",), **parameters)
    return [r for r in every if r.scheme == "feeder" or "feeder" in r.also]


@pytest.mark.parametrize("tie", [{"contact": PHONE}, {"address": "Home 7"}, {"village": "V99"}])
def test_people_of_one_source(town: Town, tmp_path: Path, tie: dict[str, str]) -> None:
    setl_ids = feed(town, **tie)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FED))
    others = [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"]
    sender = [("employer", "V99", "broker")] if "village" in tie else []
    assert others == [("hospital", BAD, "venue"), *sender]
    (shown,) = [e for e in ring.evidence if e.signal == "feeder"]
    assert sorted(shown.setl_ids) == sorted(setl_ids)
    assert shown.observed == 12


def test_the_hospitals_own_number_on_a_third_of_all_stays_is_none(town: Town, tmp_path: Path) -> None:
    """It stands at some stays of those who come often, and likewise of those who come once."""
    feed(town)
    for i in range(60):
        person(town, f"O{i}", f"V{i % 20}")
        admit(town, f"O{i}", BAD, 5 + i * 5 % 330, f"1360000{i:04d}")
    for i, row in enumerate(town.more["mdtrt_d"]):
        at_bad = town.setl_d[int(row["mdtrt_id"].lstrip("MS"))]["fixmedins_code"] == BAD
        row["coner_tel"] = PHONE if at_bad and i % 3 == 0 else row["coner_tel"]
    assert found(town, tmp_path) == []
    assert manifest(tmp_path / "w")["counts"]["feeder.front_desks"] == 1


def test_who_was_sent_once_is_one_of_the_senders_people(town: Town, tmp_path: Path) -> None:
    """The broker leaves the telephone at one of five stays, the patients their own at the others."""
    setl_ids = feed(town)
    for row in town.more["mdtrt_d"]:
        if row["mdtrt_id"].removeprefix("M") in setl_ids[::5]:
            row["coner_tel"] = PHONE
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FED))
    (shown,) = [e for e in ring.evidence if e.signal == "feeder"]
    assert sorted(shown.setl_ids) == sorted(setl_ids)


def test_some_are_of_the_village_and_some_name_the_sender(town: Town, tmp_path: Path) -> None:
    """Nine are registered in the village, nine of twelve leave the broker's telephone; both ways lead to one ring."""
    for i, p in enumerate(FED):
        person(town, p, "V99" if i < 9 else f"V{i}")
        for n in range(5):
            admit(town, p, BAD, 10 + 60 * n + (7 * i + 11 * n) % 41, PHONE if i >= 3 else f"1370000{i:04d}")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FED))
    (shown,) = [e for e in ring.evidence if e.signal == "feeder"]
    assert "one contact's telephone or one employer or village" in shown.detail.en
    assert len(shown.setl_ids) == 60


@pytest.mark.parametrize(("people", "published"), [(16, 1), (6, 0)])
def test_everybody_of_a_village_comes_twice_where_every_fourth_does(
    town: Town, tmp_path: Path, people: int, published: int
) -> None:
    """Of sixteen that is no chance, though an unbounded count with a mean of four may well be; of six it may be."""
    sent = [f"F{i}" for i in range(people)]
    for i in range(1000):
        person(town, f"O{i}", f"V{i % 20}")
        admit(town, f"O{i}", f"H9901000000{4 + i % 6}", 4 + i * 11 % 350, f"1360000{i:04d}")
    for i, p in enumerate(sent):
        person(town, p, "V99")
        for day in (10 + 14 * i, 190 + 13 * i):
            admit(town, p, BAD, day, f"1370000{i:04d}")
    rings_found = found(town, tmp_path)
    assert [(r.status, set(r.patients)) for r in rings_found] == [("published", set(sent))] * published


def test_the_same_people_without_a_common_source_are_none(town: Town, tmp_path: Path) -> None:
    feed(town)
    assert found(town, tmp_path) == []


def test_a_hospital_of_repeated_stays_does_not_set_the_norm(town: Town, tmp_path: Path) -> None:
    """Two hundred strangers come five times to one other hospital, by its calling or in a fraud of its own."""
    feed(town, address="Home 7")
    for i in range(200):
        person(town, f"C{i}", f"V{i % 20}")
        for n in range(5):
            admit(town, f"C{i}", "H99010000005", 5 + 70 * n + i % 60, f"1390000{i:04d}")
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FED))


def test_two_homes_of_one_hospital_do_not_hide_each_other(town: Town, tmp_path: Path) -> None:
    feed(town, address="Home 7")
    for i in range(12):
        person(town, f"G{i}", f"V{i}", "Home 8")
        for n in range(5):
            admit(town, f"G{i}", BAD, 12 + 60 * n + (5 * i + 9 * n) % 43, f"1360000{i:04d}")
    rings_found = found(town, tmp_path)
    assert sorted(len(r.patients) for r in rings_found if r.status == "published") == [12, 12]


def test_a_home_at_a_hospital_where_others_come_as_often_is_none(town: Town, tmp_path: Path) -> None:
    """The hospital's own patients come back as often: it lies in its calling, not in the home."""
    feed(town, address="Home 7")
    for i in range(200):
        person(town, f"C{i}", f"V{i % 20}")
        for n in range(5):
            admit(town, f"C{i}", BAD, 5 + 70 * n + i % 60, f"1390000{i:04d}")
    assert found(town, tmp_path) == []


def test_a_village_and_its_hospital_are_none(town: Town, tmp_path: Path) -> None:
    """Forty neighbours, one or two stays each, all at the nearest hospital."""
    for i in range(40):
        person(town, f"W{i}", "V99")
        for day in (20 + 3 * i, 190 + 3 * i)[: 1 + i % 2]:
            admit(town, f"W{i}", BAD, day, PHONE)
    assert found(town, tmp_path) == []


@pytest.mark.parametrize(("visited", "reason"), [(BAD, "local_hospital"), ("H99010000005", None)])
def test_the_hospital_where_the_neighbours_go_is_local(
    town: Town, tmp_path: Path, visited: str, reason: str | None
) -> None:
    """The members themselves only ever lie there; thirty others of the village go with a cough."""
    feed(town, village="V99")
    for i in range(30):
        person(town, f"W{i}", "V99")
        town.settle(f"W{i}", visited, at(5 + 11 * i))
    (ring,) = found(town, tmp_path)
    assert ring.status_reason == reason


def test_a_health_project_that_calls_once_is_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(FED):
        person(town, p, "V99")
        for n in range(3):
            admit(town, p, BAD, 60 + 9 * n + i % 3, PHONE, days=2)
    assert found(town, tmp_path) == []


def test_a_care_home_with_its_own_clinic_is_demoted(town: Town, tmp_path: Path) -> None:
    feed(town, address="Home 7")
    town.more["medins_info_b"] = [{"fixmedins_code": BAD, "fixmedins_name": "样例颐养护理院"}]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "own_clinic")


def test_an_agencys_telephone_is_left_out_and_counted(town: Town, tmp_path: Path) -> None:
    feed(town, contact=PHONE)
    assert found(town, tmp_path, feeder_max_patients=11) == []
    assert manifest(tmp_path / "w")["counts"]["feeder.hubs_too_large"] >= 1


def test_bills_of_one_long_stay_are_one_admission(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(FED):
        person(town, p, "V99")
        for month in range(10):
            admit(town, p, BAD, 30 * month + i, PHONE, days=29)
    assert found(town, tmp_path) == []


@pytest.mark.parametrize(("back", "rings"), [(11, 0), (40, 1)])
def test_who_was_sent_on_and_taken_back_was_admitted_once(town: Town, tmp_path: Path, back: int, rings: int) -> None:
    """From the village's hospital to the large one the day after, and back again; or home for a month in between."""
    for i, p in enumerate(FED):
        person(town, p, "V99")
        for first in (10 + 7 * i, 110 + 8 * i, 220 + 7 * i):
            admit(town, p, BAD, first, PHONE, days=4)
            admit(town, p, "H99010000005", first + 5, PHONE, days=5)
            admit(town, p, BAD, first + back, PHONE, days=6)
    assert len(found(town, tmp_path)) == rings


def test_one_family_is_demoted(town: Town, tmp_path: Path) -> None:
    feed(town, contact=PHONE)
    town.household += [{"psn_no": p, "hh_id": f"H{i % 3}"} for i, p in enumerate(FED)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "family")


def test_four_people_where_four_are_asked_for(town: Town, tmp_path: Path) -> None:
    FOUR = FED[:4]
    for i, p in enumerate(FOUR):
        person(town, p, "V99")
        for n in range(5):
            admit(town, p, BAD, 10 + 60 * n + (7 * i + 11 * n) % 41, PHONE)
    assert found(town, tmp_path) == []
    (ring,) = rings(tmp_path / "w", first=None, last=None, feeder_min_patients=4)
    assert set(ring.patients) == set(FOUR)


def test_without_addresses_and_contacts_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=40)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert states["feeder"]["state"] == "off"
    assert "psn_info_b.live_addr" in states["feeder"]["missing"]


@pytest.mark.parametrize(("outpatient", "reason"), [(BAD, "local_hospital"), ("H99010000007", None)])
def test_where_the_village_also_goes_with_a_cough(
    town: Town, tmp_path: Path, outpatient: str, reason: str | None
) -> None:
    feed(town, village="V99")
    for i, p in enumerate(FED):
        for n in range(4):
            town.settle(p, outpatient if n < 2 else "H99010000008", at(5 + 80 * n + 3 * i))
    (ring,) = found(town, tmp_path)
    assert ring.status_reason == reason
