"""`after_death`: cards of the dead in one hand are a ring; late bills, wrong registers and single cards are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

DEAD = [f"D{i}" for i in range(5)]
SHOP = "P99010000001"


@pytest.fixture
def town() -> Town:
    made = Town()
    made.ordinary(1)
    made.more["death_reg"] = [{"psn_no": p, "death_date": f"{at(50):%Y-%m-%d}"} for p in DEAD]
    return made


def found(town: Town, tmp_path: Path, **parameters: float) -> list[Ring]:
    town.load(tmp_path / "w")
    return rings(tmp_path / "w", first=None, last=None, schemes=("after_death",), **parameters)


def test_cards_of_the_dead_at_one_shop(town: Town, tmp_path: Path) -> None:
    town.settle("D0", SHOP, at(20))
    setl_ids = [town.settle(p, SHOP, at(70 + 9 * i + 20 * n), "41") for n in range(3) for i, p in enumerate(DEAD)]
    (ring,) = found(town, tmp_path)
    assert (ring.status, set(ring.patients)) == ("published", set(DEAD))
    assert [(m.kind, m.id, m.role) for m in ring.members if m.kind != "patient"] == [("pharmacy", SHOP, "venue")]
    assert sorted(ring.evidence[0].setl_ids) == sorted(setl_ids)
    assert (ring.evidence[0].observed, ring.amounts.settlements) == (5, 15)


def test_care_before_the_death_settled_late_is_none(town: Town, tmp_path: Path) -> None:
    for p in DEAD:
        town.settle(p, SHOP, at(80), "21", begndate=f"{at(40):%Y-%m-%d}", enddate=f"{at(50):%Y-%m-%d}")
        town.settle(p, SHOP, at(52), "41")
    assert found(town, tmp_path) == []


def test_single_cards_at_many_places_are_none(town: Town, tmp_path: Path) -> None:
    for i, p in enumerate(DEAD):
        for day in (60, 80, 100):
            town.settle(p, f"P9901000001{i}", at(day), "41")
    assert found(town, tmp_path) == []
    assert manifest(tmp_path / "w")["counts"]["after_death.patients"] == 5


def test_people_who_go_on_living_are_demoted_as_wrong_entries(town: Town, tmp_path: Path) -> None:
    for p in DEAD:
        for place in (SHOP, "P99010000002", "H99010000003"):
            for day in (10, 30, 70, 100, 130):
                town.settle(p, place, at(day), "41")
    for ring in found(town, tmp_path):
        assert (ring.status, ring.status_reason) == ("demoted", "alive_again")


def test_two_cards_are_a_ring_where_two_are_asked_for(town: Town, tmp_path: Path) -> None:
    for p in DEAD[:2]:
        for day in (70, 90, 110):
            town.settle(p, SHOP, at(day), "41")
    assert found(town, tmp_path) == []
    (ring,) = found(town, tmp_path, death_min_patients=2)
    assert set(ring.patients) == set(DEAD[:2])


def test_without_a_death_register_the_scheme_is_off(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1, persons=50, visits=200, stays=20)
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    states = {s["scheme"]: s for s in manifest(tmp_path / "w")["schemes"]}
    assert (states["after_death"]["state"], states["after_death"]["missing"]) == (
        "off",
        ["death_reg.death_date", "death_reg.psn_no", "household.hh_id", "household.psn_no"],
    )
