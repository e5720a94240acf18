"""Branches of one owner are no independent places, and support a ring in words; ownership alone raises none."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Evidence, Ring
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOPS = ["P99010000001", "P99010000002"]
ACCOUNT = "6222000012345678"


@pytest.fixture
def town() -> Town:
    """A year of ordinary life, and twenty pharmacies."""
    made = Town()
    made.ordinary(1)
    made.shops(2, shops=10)
    for i in range(10):
        made.buy(f"C{i}-x", f"P9901000001{i}", at(5), "X1")
    return made


def register(town: Town, same: dict[str, str], shared: list[str]) -> None:
    """Register every institution; those that are `shared` have something in common."""
    codes = sorted({r["fixmedins_code"] for r in town.setl_d})
    own = [{"fixmedins_code": c, "bankacct": f"95550000{i:08d}"} for i, c in enumerate(codes)]
    town.more["medins_info_b"] = [r | (same if r["fixmedins_code"] in shared else {}) for r in own]


def one(town: Town, folder: Path, **parameters: float) -> Ring:
    town.live_apart()
    town.load(folder / "w")
    (ring,) = [
        r
        for r in rings(folder / "w", schemes=("co_swipe",), first=None, last=None, **parameters)
        if r.status == "published"
    ]
    return ring


def signal(ring: Ring, code: str) -> Evidence | None:
    return next((e for e in ring.evidence if e.signal == code), None)


def test_two_branches_of_one_owner_are_one_place_and_support_the_ring(town: Town, tmp_path: Path) -> None:
    setl_ids = swipes(town, CARDS, DAYS, SHOPS)
    register(town, {"bankacct": ACCOUNT}, SHOPS)
    ring = one(town, tmp_path)
    assert signal(ring, "several_places") is None
    shown = signal(ring, "one_owner")
    assert shown is not None
    assert (shown.observed, sorted(shown.setl_ids)) == (2, sorted(setl_ids))
    # Two of twenty pharmacies, drawn twice: 1 in 190.
    assert shown.p_value == pytest.approx(1 / 190)
    assert shown.expected == pytest.approx(2 * 2 / 20)
    assert "银行账号相同" in shown.detail.zh
    assert "same bank account" in shown.detail.en
    assert ACCOUNT not in shown.detail.zh + shown.detail.en
    assert "5678" in shown.detail.en


def test_two_shops_of_two_owners_are_several_places(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    register(town, {}, [])
    ring = one(town, tmp_path)
    assert signal(ring, "one_owner") is None
    shown = signal(ring, "several_places")
    assert shown is not None
    # Nine gatherings in turn at two shops: four away from the main one.
    assert shown.observed == 4


def test_three_shops_of_two_owners_say_so(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, [*SHOPS, "P99010000003"])
    register(town, {"uscc": "91990100MA00000001"}, SHOPS)
    shown = signal(one(town, tmp_path), "several_places")
    assert shown is not None
    assert shown.observed == 3
    assert "at 3 institutions of 2 owners" in shown.detail.en


def test_a_chain_with_most_of_the_shops_says_nothing(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    register(town, {"uscc": "91990100MA00000001"}, [f"P9901000000{i}" for i in range(10)])
    assert signal(one(town, tmp_path), "one_owner") is None


def test_too_large_an_owner_ties_nothing_and_is_counted(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    register(town, {"uscc": "91990100MA00000001"}, [f"P9901000000{i}" for i in range(10)])
    ring = one(town, tmp_path, owner_max_institutions=9)
    assert signal(ring, "several_places") is not None
    assert manifest(tmp_path / "w")["counts"]["one_owner.uscc_of_too_many"] == 1


def test_few_meetings_at_two_branches_are_as_weak_as_at_one(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS[:3], SHOPS)
    register(town, {"bankacct": ACCOUNT}, SHOPS)
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w", schemes=("co_swipe",), min_stability=0)
    assert (ring.status, ring.status_reason) == ("demoted", "weak")


def test_one_owner_of_all_raises_no_ring(town: Town, tmp_path: Path) -> None:
    register(town, {"bankacct": ACCOUNT}, [r["fixmedins_code"] for r in town.setl_d])
    town.load(tmp_path / "w")
    assert [r for r in rings(tmp_path / "w") if r.status == "published"] == []


def test_without_the_register_the_signal_is_off_and_named(town: Town, tmp_path: Path) -> None:
    swipes(town, CARDS, DAYS, SHOPS)
    assert signal(one(town, tmp_path), "several_places") is not None
    (state,) = [s for s in manifest(tmp_path / "w")["signals"] if s["signal"] == "one_owner"]
    assert state["state"] == "off"
    assert "medins_info_b.uscc" in state["missing"]
