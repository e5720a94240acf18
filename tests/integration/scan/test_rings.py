"""Planted groups are found with the claims that prove them; innocent ones are not published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from graphfraud.errors import InputError
from graphfraud.parameters import Parameters
from graphfraud.scan import run_folder
from graphfraud.scan.pipeline import Order, scan
from graphfraud.workspace import Workspace
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import QUICK, manifest, published, rings

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOPS = ["P99010000001", "P99010000002"]
STAYS = [(12, 6), (57, 4), (99, 8), (171, 5), (260, 7)]


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    return made


def test_cards_in_one_hand_are_one_ring_with_their_claims(town: Town, tmp_path: Path) -> None:
    setl_ids = swipes(town, CARDS, DAYS, SHOPS)
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert (ring.scheme, ring.status, set(ring.patients)) == ("co_swipe", "published", set(CARDS))
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert ring.amounts.settlements == len(setl_ids) == 72
    assert ring.amounts.medfee_sumamt == Decimal("7200.00")
    assert {m.id: m.strength for m in ring.members if m.role == "venue"} == pytest.approx(
        {SHOPS[0]: 5 / 9, SHOPS[1]: 4 / 9}, abs=1e-5
    )
    assert {m.strength for m in ring.members if m.kind == "patient"} == {1.0}


def test_a_group_admitted_and_discharged_together_is_a_ring(town: Town, tmp_path: Path) -> None:
    setl_ids = [town.stay(c, "H99010000004", day, days) for day, days in STAYS for c in CARDS]
    town.load(tmp_path / "w")
    (ring,) = [r for r in rings(tmp_path / "w") if r.status == "published"]
    assert (ring.scheme, set(ring.patients)) == ("fake_stay", set(CARDS))
    assert set(ring.setl_ids) == set(setl_ids)
    assert ring.evidence[0].observed == 5
    assert ring.evidence[0].expected < 1


def test_a_household_is_no_ring(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    town.household = [{"psn_no": card, "hh_id": "F1"} for card in CARDS]
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w") == []


def test_residents_of_one_address_are_demoted_as_a_care_home(town: Town, tmp_path: Path) -> None:
    residents = [f"C{i}" for i in range(12)]
    swipes(town, residents, DAYS, SHOPS)
    town.psn_info_b = [{"psn_no": c, "live_addr": "松柏路1号"} for c in residents]
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert (ring.status, ring.status_reason) == ("demoted", "care_home")


def test_a_weekly_clinic_is_not_published(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, [7 * week for week in (0, 1, 3, 4, 6, 9, 10, 12)], SHOPS[:1])
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w")) == []


def test_bills_closed_in_one_second_are_no_meeting(town: Town, tmp_path: Path) -> None:
    for day in DAYS:
        for card in CARDS:
            town.settle(card, "H99010000001", at(day, 1020, 0))
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w") == []
    assert manifest(tmp_path / "w")["counts"]["co_swipe.visits_in_batches"] == 72


def test_two_numbers_of_one_person_are_one_member(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    for row in town.setl_d[-8:]:
        row["psn_no"] = "X9" if row["psn_no"] == "C0" else row["psn_no"]
    town.psn_info_b = [{"psn_no": p, "certno": "990101199001011234"} for p in ("C0", "X9")]
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert set(ring.patients) == set(CARDS)
    assert {m.id: m.aliases for m in ring.members if m.aliases} == {"C0": ("X9",)}


def test_refunds_are_netted_and_a_full_refund_is_no_visit(town: Town, tmp_path: Path) -> None:
    setl_ids = swipes(town, CARDS, DAYS, SHOPS)
    refund = {"refd_setl_flag": "1", "fund_pay_sumamt": "0.00", "acct_pay": "0.00"}
    town.settle("C0", SHOPS[0], at(4), init_setl_id=setl_ids[0], medfee_sumamt="-30.00", **refund)
    town.settle("C1", SHOPS[0], at(4), init_setl_id=setl_ids[1], medfee_sumamt="-100.00", **refund)
    town.settle("C2", SHOPS[0], at(5), vali_flag="0")
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert set(setl_ids) - set(ring.setl_ids) == {setl_ids[1]}
    assert ring.amounts.medfee_sumamt == Decimal("7070.00")
    assert ring.amounts.settlements == 71


def test_min_size_three_finds_a_ring_of_three(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS[:3], DAYS, SHOPS)
    town.household = [{"psn_no": card, "hh_id": f"F{card}"} for card in CARDS]
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w") == []
    assert published(rings(tmp_path / "w", min_size=3)) == [set(CARDS[:3])]


def test_only_the_wanted_days_are_looked_at(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w", first=date(2025, 9, 1), last=date(2025, 9, 30)) == []
    (ring,) = rings(tmp_path / "w", first=date(2025, 1, 1), last=date(2025, 6, 30))
    assert ring.amounts.settlements == 6 * 8


def test_a_period_without_settlements_is_an_error_and_no_run(town: Town, tmp_path: Path) -> None:
    town.load(tmp_path / "w")
    with pytest.raises(InputError, match="2030-01-01") as caught:
        rings(tmp_path / "w", first=date(2030, 1, 1))
    days = sorted(row["setl_time"][:10] for row in town.setl_d)
    assert f"from {days[0]} to {days[-1]}" in caught.value.hint
    assert run_folder.latest(tmp_path / "w" / "runs") is None


def test_a_ring_keeps_its_id_as_it_grows(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    town.load(tmp_path / "w")
    (old,) = rings(tmp_path / "w")
    later = Town()
    later.setl_d = []
    swipes(later, [*CARDS, "C8", "C9"], [301, 308, 319, 327, 338, 341], SHOPS, seed=8)
    for row in later.setl_d:
        row["setl_id"] = "T" + row["setl_id"]
    later.load(tmp_path / "w")
    (new,) = rings(tmp_path / "w")
    assert set(new.patients) == {*CARDS, "C8", "C9"}
    assert new.ring_id == old.ring_id
    assert (new.lineage.event, new.lineage.previous) == ("grown", (old.ring_id,))


def test_a_ring_keeps_its_id_past_a_scan_that_left_its_scheme_out(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    town.load(tmp_path / "w")
    (old,) = rings(tmp_path / "w")
    scan(Workspace(tmp_path / "w"), Order(("fake_stay",), parameters=Parameters(QUICK)))
    (new,) = rings(tmp_path / "w", seed=2)
    assert (new.ring_id, new.lineage.event, new.lineage.previous) == (old.ring_id, "same", (old.ring_id,))


def test_a_ward_of_long_stays_is_no_crowd_for_a_ring_of_short_ones(town: Town, tmp_path: Path) -> None:
    for day, days in STAYS:
        for card in CARDS:
            town.stay(card, "H99010000004", day, days)
        for patient in range(40):
            town.stay(f"L{day}-{patient}", "H99010000004", day, 30 + patient)
    town.load(tmp_path / "w")
    assert set(CARDS) in published(rings(tmp_path / "w"))
