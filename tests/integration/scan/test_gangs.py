"""Rings that are one gang are named as such; a busy place makes none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import rings

ONE, OTHER = [f"C{i}" for i in range(8)], [f"D{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
LATER = [9, 24, 38, 73, 110, 156, 197, 244, 301]
SHOPS = ["P99010000001", "P99010000002"]
HOSPITAL = "H99010000004"
STAYS = [(12, 6), (57, 4), (99, 8), (171, 5), (260, 7)]


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    return made


def crowd(town: Town, doctor: str = "") -> None:
    """Add so many ordinary purchases that the rings are a small part of the shops' custom."""
    for n in range(1600):
        town.settle(f"N{n % 400}", SHOPS[n % 2], at(n % 360, 480 + n * 7 % 600, n % 60), dr_code=doctor)


def found(town: Town, workspace: Path) -> list[Ring]:
    town.load(workspace)
    return [r for r in rings(workspace) if r.status == "published"]


def test_rings_that_share_half_their_patients_are_one_gang(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    for day, days in STAYS:
        for card in [*ONE[4:], *OTHER[:4]]:
            town.stay(card, HOSPITAL, day, days)
    lead, other = found(town, tmp_path / "w")
    assert {lead.scheme, other.scheme} == {"co_swipe", "fake_stay"}
    assert [(r.ring_id, r.reason) for r in lead.related] == [(other.ring_id, "patients")]
    assert [(r.ring_id, r.reason) for r in other.related] == [(lead.ring_id, "patients")]
    assert set(lead.related[0].shared) == {("patient", c) for c in ONE[4:]}
    assert lead.gang == other.gang == lead.ring_id


def test_two_rings_of_a_shop_that_lives_on_them_are_one_gang(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    swipes(town, OTHER, LATER, SHOPS, seed=6)
    lead, other = found(town, tmp_path / "w")
    assert [(r.ring_id, r.reason) for r in lead.related] == [(other.ring_id, "rare_venue")]
    assert other.lead == lead.ring_id


def test_two_rings_of_a_busy_shop_are_two(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    swipes(town, OTHER, LATER, SHOPS, seed=6)
    crowd(town)
    one, other = found(town, tmp_path / "w")
    assert (one.related, other.related) == ((), ())
    assert (one.lead, other.lead) == (None, None)


@pytest.mark.parametrize(("doctor", "reasons"), [("D990101000001", ["venue_doctor"]), ("D990101000002", [])])
def test_the_doctor_of_a_busy_shop_counts_where_he_serves_the_rings_only(
    town: Town, tmp_path: Path, doctor: str, reasons: list[str]
) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    swipes(town, OTHER, LATER, SHOPS, seed=6)
    for row in town.setl_d[-144:]:
        row["dr_code"] = doctor
    crowd(town, "D990101000002")
    one, _ = found(town, tmp_path / "w")
    assert [r.reason for r in one.related] == reasons


def test_a_few_shared_patients_count_where_a_venue_is_shared(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, [HOSPITAL])
    for day, days in STAYS:
        for card in [*ONE[:3], *OTHER[3:]]:
            town.stay(card, HOSPITAL, day, days)
            town.stay(f"{card}X", "H99010000005", day, days)
    town.live_apart()
    by_place = {(r.scheme, "C0X" in r.patients): r for r in found(town, tmp_path / "w")}
    visits, stays = by_place["co_swipe", False], by_place["fake_stay", False]
    elsewhere = by_place["fake_stay", True]
    assert [(r.ring_id, r.reason) for r in visits.related] == [(stays.ring_id, "venue_patients")]
    assert set(visits.related[0].shared) == {("hospital", HOSPITAL), *(("patient", c) for c in ONE[:3])}
    assert elsewhere.related == ()


def test_the_shares_are_parameters(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    swipes(town, OTHER, LATER, SHOPS, seed=6)
    crowd(town)
    town.load(tmp_path / "w")
    one, *_ = rings(tmp_path / "w", gang_rare_share=0.05)
    assert [r.reason for r in one.related] == ["rare_venue"]


def test_what_a_run_holds_reads_back(town: Town, tmp_path: Path) -> None:
    swipes(town, ONE, DAYS, SHOPS)
    swipes(town, OTHER, LATER, SHOPS, seed=6)
    for ring in found(town, tmp_path / "w"):
        assert Ring.from_dict(ring.to_dict()) == ring
        old = {k: v for k, v in ring.to_dict().items() if k not in ("related", "gang", "disposition")}
        assert Ring.from_dict(old) == replace(ring, related=(), lead=None)
