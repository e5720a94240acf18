"""What each part of the detector is worth, on one town: a ring, a family that goes out together, a dialysis shift."""

from __future__ import annotations

import numpy as np
import pytest

from graphfraud.evaluate import baselines
from graphfraud.evaluate.city import City, judge
from graphfraud.evaluate.truth import InnocentGroup, TrueRing
from graphfraud.settings import Settings
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import rings

CARDS = [f"C{i}" for i in range(8)]
FAMILY = [f"F{i}" for i in range(8)]
SHIFT = [f"D{i}" for i in range(30)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
OUTINGS = [9, 41, 83, 127, 169, 211, 247, 301]
SHOPS = ["P99010000001", "P99010000002"]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Give the judged town; the truth names one `reflow` ring that none of these ways may be blamed for."""
    workspace = tmp_path_factory.mktemp("town") / "w"
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS, DAYS, SHOPS)
    swipes(town, FAMILY, OUTINGS, SHOPS, seed=6)
    town.household = [{"psn_no": one, "hh_id": "H1"} for one in FAMILY]
    rng = np.random.default_rng(7)
    for day in range(0, 350, 7):
        for one in SHIFT:
            town.settle(one, "H99010000000", at(day, 480 + int(rng.integers(20))), "14")
    town.load(workspace)
    rings(workspace)
    truth = [_true("R1", "co_swipe", CARDS), _true("R2", "reflow", SHIFT)]
    family = InnocentGroup("G1", "family", frozenset(("patient", one) for one in FAMILY))
    return judge(Settings(workspace=workspace), truth, [family], compare=True)


def _true(name: str, scheme: str, patients: list[str]) -> TrueRing:
    return TrueRing(name, scheme, frozenset(("patient", one) for one in patients))


def test_joint_visits_are_those_of_the_pairs(city: City) -> None:
    assert city.joint == {"R1": float(len(DAYS))}


def test_the_whole_detector_finds_the_ring_alone(city: City) -> None:
    full = city.ways[baselines.FULL].overall
    assert (full.published, full.right, full.truth, full.found) == (1, 1, 1, 1)


def test_without_households_the_family_is_a_ring_too(city: City) -> None:
    blind = city.ways["no household data"]
    assert (blind.overall.found, blind.innocent["family"]) == (1, 1)


def test_raw_counts_find_the_ring_and_no_family(city: City) -> None:
    raw = city.ways["no null model"]
    assert (raw.overall.found, raw.innocent["family"]) == (1, 0)


def test_peeling_finds_the_ring_where_nothing_else_is_dense(city: City) -> None:
    assert city.ways["FRAUDAR-style peeling"].overall.found == 1


def test_co_visits_find_the_ring_and_the_family(city: City) -> None:
    plain = city.ways["co-visits + Louvain"]
    assert (plain.overall.found, plain.innocent["family"]) == (1, 1)
