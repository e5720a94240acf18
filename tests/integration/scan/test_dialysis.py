"""`dialysis`: impossible sessions and bought patients are a ring; what honestly happens around dialysis is none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

OWN = [f"K{i}" for i in range(6)]
A, B, C = "H99010000004", "H99010000005", "H99010000006"
HOSPITAL = "H99010000009"
SESSION, SUPPLY = "血液透析", "血液透析用透析器"
YEAR = range(0, 360, 7)


class Kidney(Town):
    """A town with dialysis: sessions on three weekdays, with the lines that a centre bills."""

    def session(self, psn_no: str, place: str, day: int, *names: str, dise: str = "", minute: int = 480) -> str:
        """Bill a session; without names nothing is itemised."""
        when = at(day, minute)
        date = f"{when:%Y-%m-%d}"
        setl_id = self.settle(psn_no, place, when, "14", begndate=date, enddate=date, dise_no=dise)
        self.items(setl_id, names)
        return setl_id

    def items(self, setl_id: str, names: Iterable[str], times: int = 1, day: str = "") -> None:
        """Bill services (or supplies) by name."""
        for name in names:
            supply = "器" in name or "液" in name.removeprefix("血液")
            kind = {"list_type": "301", "med_chrgitm_type": "08"} if supply else {"list_type": "201"}
            self.line(setl_id, f"00{name}", 400.0, hilist_name=name, cnt=str(times), fee_ocur_time=day, **kind)

    def shift(self, patients: Iterable[str], place: str, weeks: Iterable[int] = YEAR, turn: int = 0) -> list[str]:
        """Dialyse patients three times a week, on Mondays or Tuesdays and so on."""
        return [
            self.session(p, place, week + day + turn, SESSION, SUPPLY)
            for p in patients
            for week in weeks
            for day in (0, 2, 4)
        ]


@pytest.fixture
def town() -> Kidney:
    """Three centres with ten patients each, besides ordinary life."""
    made = Kidney()
    made.ordinary(1, persons=100, visits=500, stays=100)
    for n, centre in enumerate((A, B, C)):
        made.shift([f"S{n}-{i}" for i in range(10)], centre, turn=n % 2)
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("dialysis",), **parameters)


def counts(tmp_path: Path) -> dict[str, int]:
    return {k.removeprefix("dialysis."): n for k, n in manifest(tmp_path / "w")["counts"].items() if "dialysis" in k}


def bed(town: Kidney, patient: str, place: str, day: int, *names: str) -> str:
    setl_id = town.stay(patient, place, day, 12)
    town.items(setl_id, names, times=5, day=f"{at(day + 1):%Y-%m-%d}")
    return setl_id


def venues(ring: Ring) -> set[tuple[str, str, str]]:
    return {(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"}


def test_two_centres_on_one_day(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A)
    twice = [town.session(p, B, 7 * week, SESSION, minute=840) for p in OWN for week in (10, 17, 30)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(OWN))
    assert venues(ring) == {("hospital", A, "venue"), ("hospital", B, "venue")}
    (shown,) = ring.evidence
    assert (shown.signal, shown.observed, len(shown.setl_ids)) == ("dialysis", 6, 2 * len(twice))
    assert set(twice) < set(shown.setl_ids)
    assert ring.amounts.settlements == 2 * len(twice)


@pytest.mark.parametrize(("once", "belong"), [(2, True), (8, False)])
def test_who_was_at_both_once_where_others_were_again_and_again(
    town: Kidney, tmp_path: Path, once: int, belong: bool
) -> None:
    """Eight to six who repeat it: there dates rather are entered wrongly."""
    more = [f"L{i}" for i in range(once)]
    town.shift(OWN + more, A)
    for week in (10, 17, 30):
        for p in OWN + more if week == 17 else OWN:
            town.session(p, B, 7 * week, SESSION, minute=840)
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(OWN + more if belong else OWN)
    assert ring.evidence[0].observed == 6


def test_a_centre_that_goes_on_billing_during_stays_elsewhere(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A)
    beds = [bed(town, p, HOSPITAL, day + i, SESSION) for i, p in enumerate(OWN) for day in (40, 150)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(OWN))
    assert venues(ring) == {("hospital", A, "venue"), ("hospital", HOSPITAL, "venue")}
    assert set(beds) < set(ring.evidence[0].setl_ids)


def test_too_many_sessions_a_month(town: Kidney, tmp_path: Path) -> None:
    for p in OWN:
        for day in range(30, 180):
            if day % 7 < 5:
                town.session(p, A, day, SESSION)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients), venues(ring)) == ("published", set(OWN), {("hospital", A, "venue")})


def test_months_billed_at_once_are_counted_by_their_lines(town: Kidney, tmp_path: Path) -> None:
    """13 sessions in one bill a month are usual; 26 are too many."""
    for n, p in enumerate(OWN + [f"M{i}" for i in range(6)]):
        for month in range(10):
            first, last = at(30 * month), at(30 * month + 27)
            dates = {"begndate": f"{first:%Y-%m-%d}", "enddate": f"{last:%Y-%m-%d}"}
            town.items(town.settle(p, A, last, "14", **dates), [SESSION], times=26 if n < 6 else 13)
    (ring,) = found(town, tmp_path, dialysis_month_sessions=20)
    assert set(ring.patients) == set(OWN)


def test_a_group_that_changes_the_centre_together(town: Kidney, tmp_path: Path) -> None:
    for i, p in enumerate(OWN):
        town.shift([p], A, range(0, 140 + 7 * (i % 2), 7))
        town.shift([p], B, range(140 + 7 * (i % 2), 360, 7), turn=1)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(OWN))
    assert venues(ring) == {("hospital", A, "venue"), ("hospital", B, "venue")}
    assert (ring.evidence[0].observed, ring.evidence[0].expected < 0.1) == (6, True)


def test_two_groups_at_one_centre_are_two_rings(town: Kidney, tmp_path: Path) -> None:
    """Thirty change from A to B together; for six of them a hospital bills sessions as well, as for five of B's own."""
    moved, own = [f"T{i}" for i in range(30)], OWN[:5]
    town.shift(moved, A, range(0, 140, 7))
    town.shift(moved, B, range(140, 360, 7))
    town.shift(own, B)
    for p in [*moved[:6], *own]:
        for week in (30, 37, 44):
            town.session(p, HOSPITAL, 7 * week, SESSION, minute=840)
    made = found(town, tmp_path)
    assert {frozenset(r.patients) for r in made if r.status == "published"} == {frozenset(moved), frozenset(own)}


def test_the_doctor_who_signs_for_the_group_is_in_the_ring(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A)
    for p in OWN:
        for week in (10, 17, 30):
            setl_id = town.session(p, B, 7 * week, SESSION, minute=840)
            next(r for r in town.setl_d if r["setl_id"] == setl_id)["dr_code"] = "D990100000001"
    (ring,) = found(town, tmp_path)
    assert ("doctor", "D990100000001", "prescriber") in venues(ring)


def test_a_holiday_at_another_centre_is_none(town: Kidney, tmp_path: Path) -> None:
    """All of them visit the same centre for the same three weeks, and come back."""
    town.shift(OWN, A, [w for w in YEAR if not 140 <= w < 161])
    town.shift(OWN, B, range(140, 161, 7))
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["moves"] == 0


def test_a_holiday_at_the_end_of_the_data_is_none(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A, range(0, 336, 7))
    town.shift(OWN, B, range(336, 360, 7))
    assert found(town, tmp_path) == []


def test_several_methods_in_one_session_are_one(town: Kidney, tmp_path: Path) -> None:
    for p in OWN:
        for week in YEAR:
            for day in (0, 2, 4):
                town.session(p, A, week + day, SESSION, SUPPLY)
                town.session(p, A, week + day, "血液透析滤过", "血液灌流", minute=700)
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["often"] == 0


def test_continuous_treatment_in_intensive_care_is_none(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A)
    for i, p in enumerate(OWN):
        for day in (40, 150):
            bed(town, p, HOSPITAL, day + i, "连续性血液净化（床旁）", "CRRT血液滤过")
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["during"] == 0


def test_a_hospital_that_sends_its_inpatients_out_is_none(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A)
    for i, p in enumerate(OWN):
        for day in (40, 150, 250):
            bed(town, p, HOSPITAL, day + i, "护理费")
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["during"] == 0


def test_a_centre_that_closes_is_demoted_as_closed(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, "H99010000007", range(0, 140, 7))
    town.shift(OWN, B, range(140, 360, 7))
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "centre_closed")


def test_a_centre_that_moves_keeps_its_owner_and_is_none(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN, A, range(0, 140, 7))
    town.shift(OWN, B, range(140, 360, 7))
    town.more["medins_info_b"] = [{"fixmedins_code": c, "uscc": "99990000MA00000001"} for c in (A, B)]
    assert found(town, tmp_path) == []


def test_supplies_and_peritoneal_dialysis_are_no_sessions(town: Kidney, tmp_path: Path) -> None:
    for p in OWN:
        for day in range(30, 330):
            town.session(p, A, day, "腹膜透析换液", "血液透析用透析器", "血液透析监测")
    assert found(town, tmp_path) == []
    assert counts(tmp_path)["often"] == 0


def test_other_names_by_parameter(town: Kidney, tmp_path: Path) -> None:
    for p in OWN:
        for day in range(30, 180):
            town.session(p, A, day, "人工肾治疗")
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w", schemes=("dialysis",)) == []
    (ring,) = rings(tmp_path / "w", schemes=("dialysis",), dialysis_words=["血液透析", "人工肾"])
    assert set(ring.patients) == set(OWN)


def test_bills_without_lines_speak_by_their_disease(tmp_path: Path) -> None:
    town = Kidney()
    town.ordinary(1, persons=100, visits=500, stays=100)
    for n in range(30):
        for week in YEAR:
            for day in (0, 2, 4):
                town.session(f"S{n}", (A, B, C)[n % 3], week + day, dise="M07801")
    for p in OWN:
        for day in range(30, 180):
            town.session(p, A, day, dise="M07801")
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(OWN)
    (state,) = manifest(tmp_path / "w")["schemes"]
    assert (state["state"], "fee_list_d.hilist_name" in state["missing"]) == ("weak", True)


def test_two_patients_where_two_are_asked_for(town: Kidney, tmp_path: Path) -> None:
    town.shift(OWN[:2], A)
    for p in OWN[:2]:
        for week in (10, 17, 30, 33):
            town.session(p, B, 7 * week, SESSION, minute=840)
    assert found(town, tmp_path) == []
    (ring,) = rings(tmp_path / "w", schemes=("dialysis",), dialysis_min_patients=2, lead_max_fdr=0.05)
    assert set(ring.patients) == set(OWN[:2])


def test_without_names_and_diseases_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    assert found(town, tmp_path) == []
    (state,) = manifest(tmp_path / "w")["schemes"]
    assert (state["state"], "fee_list_d.hilist_name" in state["missing"]) == ("off", True)


def test_where_nothing_is_called_dialysis_the_scheme_is_off(tmp_path: Path) -> None:
    town = Kidney()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.session("N1", A, 5, "普通门诊诊察费")
    assert found(town, tmp_path) == []
    (state,) = manifest(tmp_path / "w")["schemes"]
    assert (state["state"], state["missing"]) == ("off", ["fee_list_d.hilist_name"])


def test_a_centre_that_bills_sessions_of_patients_of_many_others(town: Kidney, tmp_path: Path) -> None:
    homes = (A, C, HOSPITAL)
    for n, home in enumerate(homes):
        town.shift(OWN[2 * n : 2 * n + 2], home)
    for p in OWN:
        for week in (10, 17, 30):
            town.session(p, B, 7 * week, SESSION, minute=840)
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(OWN))
    assert ("hospital", B, "venue") in venues(ring)
