"""Few people whose household nobody knows are put in a queue of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.store.base import RingFilter
from graphfraud.store.embedded import EmbeddedStore
from tests.claims import Town, swipes
from tests.integration.scan.scanning import rings

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOPS = ["P99010000001", "P99010000002"]


@pytest.mark.parametrize(
    ("members", "homes", "expected"),
    [
        (5, "", ("demoted", "possible_family")),
        (5, "12345", ("published", None)),
        (5, "123", ("published", None)),  # with one more household than is unknown they can't be one family
        (5, "12", ("demoted", "possible_family")),
        (8, "", ("published", None)),
    ],
)
def test_few_of_unknown_household(tmp_path: Path, members: int, homes: str, expected: tuple[str, str | None]) -> None:
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS[:members], DAYS, SHOPS)
    town.household = [{"psn_no": card, "hh_id": home} for card, home in zip(CARDS, homes, strict=False)]
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert (ring.status, ring.status_reason) == expected
    (tested,) = [i for i in ring.innocent if i.explanation == "family"]
    assert tested.verdict != "likely"
    queue = EmbeddedStore(tmp_path / "w").rings(RingFilter(reason="possible_family")).rings
    assert [r.ring_id for r in queue] == ([ring.ring_id] if expected[1] else [])


def test_one_household_is_a_family_and_no_doubt(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS[:5], DAYS, SHOPS)
    town.household = [{"psn_no": f"C{i}", "hh_id": str(i // 2)} for i in range(5)]
    town.load(tmp_path / "w")
    assert [r.status_reason for r in rings(tmp_path / "w")] in ([], ["family"])


def test_one_place_and_nothing_known_of_anybody(tmp_path: Path) -> None:
    """Eight people at one counter may be a home's residents; where ages are known, those tell."""
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS, DAYS, SHOPS[:1])
    town.load(tmp_path / "bare")
    (ring,) = rings(tmp_path / "bare")
    assert (ring.status, ring.status_reason) == ("demoted", "possible_family")
    (tested,) = [i for i in ring.innocent if i.explanation == "family"]
    assert (tested.verdict, "one place" in tested.detail.en) == ("possible", True)
    town.psn_info_b = [{"psn_no": card, "brdy": f"19{60 + 4 * i}-05-01"} for i, card in enumerate(CARDS)]
    town.load(tmp_path / "aged")
    assert [r.status for r in rings(tmp_path / "aged")] == ["published"]


def test_one_place_like_clockwork_and_nothing_known_is_a_home(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    jitter = [0, 3, -2, 1, -3, 2, 0, -1, 3, -2, 1, 0]
    swipes(town, CARDS, [20 + 28 * n + j for n, j in enumerate(jitter)], SHOPS[:1])
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w")
    assert (ring.status, ring.status_reason) == ("demoted", "care_home")
