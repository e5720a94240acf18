"""`ghost_doctor`: a name at two places at once, or after leaving; licences, alliances, default codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Row, Town, at
from tests.integration.scan.scanning import manifest, rings

HOUSE, CLINIC = "H99010000001", "H99010000055"
DOCTOR = "D990100000001"
DAYS = (12, 19, 40, 66, 91, 120, 163, 200)


def doctor(number: int) -> str:
    return f"D99010000000{number}"


@pytest.fixture
def town() -> Town:
    """Give ordinary life at a hospital with five doctors; all are in the register, none has further sites."""
    made = Town()
    made.ordinary(1)
    for i in range(600):
        made.settle(
            f"N{i % 300}", HOUSE, at((37 * i + i // 4) % 364, 480 + (13 * i) % 500), "11", dr_code=doctor(2 + i % 4)
        )
    made.more["dr_info_b"] = [entry(doctor(i)) for i in range(1, 9)]
    return made


def entry(code: str, **more: str) -> Row:
    return {"dr_code": code, "main_pracins_no": HOUSE, "mul_prac_flag": "0"} | more


def double(town: Town, days: tuple[int, ...] = DAYS, after_min: int = 0) -> list[str]:
    """Let the doctor see six patients within an hour while the clinic bills four; give the clinic's."""
    made = []
    for day in days:
        for n in range(6):
            town.settle(f"N{(day + n) % 300}", HOUSE, at(day, 540 + 10 * n, n), "11", dr_code=DOCTOR)
        made += [
            town.settle(f"G{(n + day) % 9}", CLINIC, at(day, 545 + after_min + 10 * n, n), "11", dr_code=DOCTOR)
            for n in range(4)
        ]
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("ghost_doctor",), **parameters)


def test_a_name_at_two_places_in_the_same_hour(town: Town, tmp_path: Path) -> None:
    setl_ids = double(town)
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"
    assert {(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"} == {
        ("clinic", CLINIC, "venue"),
        ("doctor", DOCTOR, "prescriber"),
    }
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert ring.evidence[0].observed == len(DAYS)
    assert set(ring.patients) == {f"G{i}" for i in range(1, 8)}


def test_a_licence_for_several_sites_excuses(town: Town, tmp_path: Path) -> None:
    double(town)
    town.more["dr_info_b"][0] = entry(DOCTOR, mul_prac_flag="1")
    assert found(town, tmp_path) == []


def test_doctors_with_a_licence_do_not_say_what_is_usual_for_others(town: Town, tmp_path: Path) -> None:
    double(town)
    for i in range(12):
        code = f"D9901000010{i:02d}"
        town.more["dr_info_b"].append(entry(code, mul_prac_flag="1"))
        for day in range(9, 360, 30):
            for n in range(6):
                town.settle(f"N{n + 7 * i}", (HOUSE, CLINIC)[n % 2], at(day + i, 600 + 5 * n, i), "11", dr_code=code)
    (ring,) = found(town, tmp_path)
    assert ("doctor", DOCTOR, "prescriber") in {(m.kind, m.id, m.role) for m in ring.members}


def test_mornings_here_and_afternoons_there_are_possible(town: Town, tmp_path: Path) -> None:
    double(town, after_min=240)
    assert found(town, tmp_path) == []


def apart(town: Town, km: float) -> None:
    """Put the clinic so many kilometres north of the hospital."""
    town.more["medins_info_b"] = [
        {"fixmedins_code": HOUSE, "lnt": "100.0", "lat": "25.0"},
        {"fixmedins_code": CLINIC, "lnt": "100.0", "lat": f"{25 + km / 111.2:.5f}"},
    ]


def by_turns(town: Town, minutes: int) -> None:
    """Let the doctor sign here, there, here and there, so many minutes after each other."""
    for day in DAYS:
        for n, place in enumerate((HOUSE, CLINIC, HOUSE, CLINIC)):
            town.settle(f"G{(n + day) % 9}", place, at(day, 540 + minutes * n), "11", dr_code=DOCTOR)


def test_a_name_by_turns_at_places_too_far_apart(town: Town, tmp_path: Path) -> None:
    by_turns(town, 40)
    apart(town, 90)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.evidence[0].observed) == ("published", len(DAYS))


def test_a_name_by_turns_at_places_that_can_be_reached_is_none(town: Town, tmp_path: Path) -> None:
    by_turns(town, 40)
    apart(town, 60)
    assert found(town, tmp_path) == []


def test_a_name_by_turns_at_places_unknown_where_is_none(town: Town, tmp_path: Path) -> None:
    by_turns(town, 40)
    apart(town, 90)
    town.more["medins_info_b"][0] |= {"lnt": "0", "lat": "0"}
    assert found(town, tmp_path) == []


def test_a_morning_far_away_that_is_billed_late_is_one_way(town: Town, tmp_path: Path) -> None:
    apart(town, 90)
    for day in DAYS:
        for n in range(4):
            town.settle(f"N{(n + day) % 9}", HOUSE, at(day, 540 + 60 * n), "11", dr_code=DOCTOR)
            town.settle(f"G{(n + day) % 9}", CLINIC, at(day, 740 + 60 * n), "11", dr_code=DOCTOR)
    assert found(town, tmp_path) == []


def test_a_branch_of_the_same_house_is_one_place(town: Town, tmp_path: Path) -> None:
    double(town)
    town.more["medins_info_b"] = [
        {"fixmedins_code": HOUSE, "hosp_lv": "2"},
        {"fixmedins_code": CLINIC, "prnt_medins_code": HOUSE},
    ]
    assert found(town, tmp_path) == []


def test_bills_stamped_in_a_batch_are_none(town: Town, tmp_path: Path) -> None:
    double(town)
    for row in town.setl_d:
        if row["fixmedins_code"] == CLINIC:
            row["setl_time"] = row["setl_time"][:11] + "09:30:00"
            for n in range(3):
                town.settle(f"N{n}", CLINIC, at(0), "11", dr_code=doctor(8))
                town.setl_d[-1]["setl_time"] = row["setl_time"]
            if len(town.setl_d) > 6000:
                break
    assert found(town, tmp_path) == []


def test_a_code_of_half_the_city_is_no_person(town: Town, tmp_path: Path) -> None:
    double(town)
    for place in range(3):
        town.settle("N1", f"H9901000006{place}", at(5), "11", dr_code=DOCTOR)
    assert found(town, tmp_path) == []
    assert manifest(tmp_path / "w")["counts"]["ghost_doctor.codes_at_many_places"] == 1


def test_a_default_code_of_the_software_is_demoted(town: Town, tmp_path: Path) -> None:
    double(town)
    for i in range(700):
        town.settle(f"N{i % 300}", HOUSE, at(220 + i % 140, 480 + (17 * i) % 500), "11", dr_code=DOCTOR)
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "default_doctor")


def fill_clinic(town: Town) -> None:
    """Let the clinic bill far more in the doctor's name on other days than all its own doctors do."""
    double(town)
    for i in range(60):
        town.settle(f"N{i}", CLINIC, at(220 + i, 700), "11", dr_code=DOCTOR)
        town.settle(f"N{i}", CLINIC, at(5 * i, 800), "11", dr_code=f"D99010000001{i % 3}")


def test_a_doctor_registered_elsewhere_is_no_default_code_of_a_house(town: Town, tmp_path: Path) -> None:
    fill_clinic(town)
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"


def test_a_doctor_registered_nowhere_may_be_a_default_code(town: Town, tmp_path: Path) -> None:
    fill_clinic(town)
    town.more["dr_info_b"][0] = {"dr_code": DOCTOR, "mul_prac_flag": "0"}
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "default_doctor")


def test_a_name_that_is_the_volume_of_a_small_house_is_no_default_code(town: Town, tmp_path: Path) -> None:
    """Three others sign there, less than the one who has left: before that, that name was no more frequent."""
    town.more["dr_info_b"] += [entry(doctor(9), main_pracins_no=CLINIC, nemp_time=f"{at(60):%Y-%m-%d %H:%M:%S}")]
    for i in range(40):
        town.settle(
            f"N{i}", CLINIC, at(4 + 9 * i, 600), "11", dr_code=doctor((2, 3, 4, 9)[i % 4] if i < 6 else 2 + i % 3)
        )
    for i in range(60):
        town.settle(f"G{i % 12}", CLINIC, at(100 + 4 * i, 700), "11", dr_code=doctor(9))
    (ring,) = [r for r in found(town, tmp_path) if "G1" in r.patients]
    assert (ring.status, len(ring.patients)) == ("published", 12)


def test_tele_medicine_of_many_doctors_is_demoted(town: Town, tmp_path: Path) -> None:
    double(town)
    for n in (2, 3, 4):
        town.settle("N1", CLINIC, at(100 + n, 1200), "11", dr_code=doctor(n))
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "alliance")


def test_a_name_that_signs_after_leaving(town: Town, tmp_path: Path) -> None:
    town.more["dr_info_b"][0] = entry(DOCTOR, nemp_time=f"{at(60):%Y-%m-%d %H:%M:%S}")
    for day in range(10, 60, 5):
        town.settle("N5", HOUSE, at(day), "11", dr_code=DOCTOR)
    setl_ids = [
        town.settle(f"G{(day + n) % 9}", HOUSE, at(day, 600 + 31 * n), "11", dr_code=DOCTOR)
        for day in range(100, 200, 8)
        for n in range(2)
    ]
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)


def test_late_bills_and_a_new_post_after_leaving_are_none(town: Town, tmp_path: Path) -> None:
    town.more["dr_info_b"][0] = entry(DOCTOR, nemp_time=f"{at(60):%Y-%m-%d %H:%M:%S}")
    for n in range(9):
        town.settle(f"G{n}", HOUSE, at(62 + 2 * n), "11", dr_code=DOCTOR)
        town.settle(f"G{n}", CLINIC, at(120 + 7 * n), "11", dr_code=DOCTOR)
    assert found(town, tmp_path) == []


def test_without_a_register_it_is_too_weak(town: Town, tmp_path: Path) -> None:
    double(town)
    del town.more["dr_info_b"]
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "weak")


def test_fewer_days_are_a_lead_where_fewer_are_asked_for(town: Town, tmp_path: Path) -> None:
    double(town, days=DAYS[:4])
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, ghost_min_days=4)
    assert len(ring.patients) >= 5


def test_without_doctors_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = next(s for s in manifest(tmp_path / "w")["schemes"] if s["scheme"] == "ghost_doctor")
    assert state["state"] == "off"
    assert {"setl_d.dr_code", "dr_info_b.mul_prac_flag"} <= set(state["missing"])


FULL = [f"L{i}" for i in range(26)]


def fill(town: Town, patients: list[str], days: tuple[int, ...], times: int = 3) -> list[str]:
    """Bill each of the patients so many times on each day in the doctor's name."""
    return [
        town.settle(p, HOUSE, at(day, 480 + 130 * n + 5 * i, n), "11", dr_code=DOCTOR)
        for day in days
        for i, p in enumerate(patients)
        for n in range(times)
    ]


def test_days_too_full_with_the_same_people(town: Town, tmp_path: Path) -> None:
    setl_ids = fill(town, FULL, DAYS)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(FULL))
    assert {(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"} == {
        ("clinic", HOUSE, "venue"),
        ("doctor", DOCTOR, "prescriber"),
    }
    (shown,) = [e for e in ring.evidence if e.signal == "impossible_days"]
    assert (shown.observed, sorted(shown.setl_ids)) == (26, sorted(setl_ids))


def test_a_famous_doctor_with_other_people_each_time_is_none(town: Town, tmp_path: Path) -> None:
    for n, day in enumerate(DAYS):
        fill(town, [f"N{(70 * n + i) % 300}" for i in range(70)], (day,), times=1)
    assert found(town, tmp_path) == []


def test_regulars_among_a_crowd_that_fills_the_days_anyway_are_none(town: Town, tmp_path: Path) -> None:
    fill(town, FULL[:10], DAYS, times=1)
    for n, day in enumerate(DAYS):
        fill(town, [f"N{(70 * n + i) % 300}" for i in range(70)], (day,), times=1)
    assert found(town, tmp_path) == []


def test_a_course_of_treatment_day_after_day_is_demoted(town: Town, tmp_path: Path) -> None:
    fill(town, FULL, tuple(range(100, 110)))
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "serial_treatment")


def test_refills_for_registered_diseases_fill_no_day(town: Town, tmp_path: Path) -> None:
    fill(town, FULL, DAYS)
    for row in town.setl_d:
        if row["psn_no"].startswith("L"):
            row["med_type"] = "140104"
    assert found(town, tmp_path) == []


def test_care_at_a_distance_is_at_no_second_place(town: Town, tmp_path: Path) -> None:
    double(town)
    for row in town.setl_d:
        if row["fixmedins_code"] == CLINIC:
            town.line(row["setl_id"], "001111000010000", 60.0, hilist_name="远程会诊", list_type="201")
    assert found(town, tmp_path) == []


def test_a_vaccination_of_the_same_people_in_several_doses_is_demoted(town: Town, tmp_path: Path) -> None:
    for setl_id in fill(town, [f"L{i}" for i in range(70)], DAYS, times=1):
        town.line(setl_id, "001109000010000", 100.0, hilist_name="疫苗接种", list_type="201")
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "programme")
