"""`burst_rx`: one doctor, the same cards in minutes, one pharmacy; clinics, batches, internet hospitals are none."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"B{i}" for i in range(8)]
HOUSE, SHOP, DOCTOR = "H99010000001", "P99010000002", "D990100000001"
DAYS = (12, 41, 77, 130, 171)


@pytest.fixture
def town() -> Town:
    """Give ordinary life: six hospital doctors whose patients buy anywhere or nowhere."""
    made = Town()
    made.shops(1)
    rng = np.random.default_rng(7)
    for who, day, minute, doctor in rng.integers([0, 0, 480, 1], [300, 364, 1000, 7], (1500, 4)).tolist():
        made.settle(f"C{who % 8}-{who % 80}", HOUSE, at(day, minute, who % 60), "11", dr_code=f"D99010000000{doctor}")
    return made


def prescribe(
    town: Town, people: Iterable[str], day: int, *, gap_s: int = 40, med_type: str = "11", **more: str
) -> list[str]:
    made = []
    for n, p in enumerate(people):
        minute = 540 + (day * 7) % 200
        made.append(town.settle(p, HOUSE, at(day, minute, n * gap_s), med_type, **({"dr_code": DOCTOR} | more)))
        made.append(town.buy(p, SHOP, at(day, minute + 60 + 9 * (n + day) % 150, n * 7), "XS", 400.0))
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    """Give what this scheme alone finds: co_swipe sees the same cards."""
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("burst_rx",), **parameters)


def test_the_same_cards_in_minutes_filled_at_one_pharmacy(town: Town, tmp_path: Path) -> None:
    setl_ids = [i for day in DAYS for i in prescribe(town, CARDS, day)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(CARDS))
    burst = next(e for e in ring.evidence if e.signal == "burst_rx")
    assert sorted(burst.setl_ids) == sorted(setl_ids)
    assert burst.observed == len(CARDS)
    assert burst.expected < 2
    assert {(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"} >= {
        ("pharmacy", SHOP, "venue"),
        ("doctor", DOCTOR, "prescriber"),
    }


def test_prescribers_are_read_from_the_lines_of_pharmacies(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        for n, p in enumerate(CARDS):
            setl_id = town.buy(p, SHOP, at(day, 600 + 11 * n), "XS", 400.0)
            town.more["fee_list_d"][-1] |= {
                "bilg_dr_code": DOCTOR,
                "fee_ocur_time": f"{at(day, 540, 30 * n):%Y-%m-%d %H:%M:%S}",
            }
            assert setl_id
    (ring,) = found(town, tmp_path)
    assert set(ring.patients) == set(CARDS)


def test_a_batch_time_stamp_is_none(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        prescribe(town, CARDS, day, gap_s=0)
    assert found(town, tmp_path) == []


def test_a_weekly_clinic_is_demoted(town: Town, tmp_path: Path) -> None:
    for day in range(14, 140, 14):
        prescribe(town, CARDS, day)
    (ring,) = found(town, tmp_path)
    assert ring.status == "demoted"
    assert ring.status_reason in {"popular_day", "treatment_cycle"}


def test_once_a_month_on_any_day_is_no_treatment(town: Town, tmp_path: Path) -> None:
    """A prescription lasts a month, for dealers too; no day of the week or of the month explains the minutes."""
    for day in (12, 42, 71, 102, 131, 161, 192):
        prescribe(town, CARDS, day)
    (ring,) = found(town, tmp_path)
    assert ring.status == "published"


def test_a_refill_clinic_is_demoted(town: Town, tmp_path: Path) -> None:
    for day in (10, 41, 70, 101, 133):
        prescribe(town, CARDS, day, med_type="14", dise_no="M03900")
    (ring,) = found(town, tmp_path)
    assert (ring.status, ring.status_reason) == ("demoted", "refill_clinic")


def test_an_internet_hospital_writes_for_others_each_time(town: Town, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    for day in range(5, 300, 9):
        prescribe(town, [f"B{i}" for i in rng.choice(120, 9, replace=False)], day)
    assert found(town, tmp_path) == []


def test_a_few_who_come_again_among_many_are_chance(town: Town, tmp_path: Path) -> None:
    for n, day in enumerate(DAYS[:3]):
        prescribe(town, [*CARDS[:5], *(f"O{n}-{i}" for i in range(5))], day, gap_s=20)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, burst_core_share=0.2)
    assert set(ring.patients) == set(CARDS[:5])


def test_a_pharmacy_next_door_fills_for_everybody(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        prescribe(town, CARDS, day)
    rng = np.random.default_rng(10)
    for i, day in enumerate(rng.integers(0, 364, 400).tolist()):
        prescribe(town, [f"V{i}"], day, dr_code="D990100000002")
    town.setl_d = [r for r in town.setl_d if not (r["fixmedins_code"] == HOUSE and r["psn_no"].startswith("C"))]
    assert found(town, tmp_path) == []


def test_a_check_up_without_purchases_is_none(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        for n, p in enumerate(CARDS):
            town.settle(p, HOUSE, at(day, 540, 30 * n), "9107", dr_code=DOCTOR)
    assert found(town, tmp_path) == []


def test_four_persons_are_a_ring_where_four_are_asked_for(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        prescribe(town, CARDS[:4], day)
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, burst_min_patients=4, lead_max_fdr=0.05)
    assert set(ring.patients) == set(CARDS[:4])


def test_without_doctors_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    state = next(s for s in manifest(tmp_path / "w")["schemes"] if s["scheme"] == "burst_rx")
    assert state["state"] == "off"
    assert "setl_d.dr_code" in state["missing"]
