"""Costs just under the sum from which bills are reviewed: told of a ring, and listed as a pool."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import graphfraud
from graphfraud.errors import SettingError
from graphfraud.model.ring import Evidence
from tests.claims import Town, at
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"C{i}" for i in range(8)]
STAYS = [(12, 6), (57, 4), (99, 8), (171, 5), (260, 7)]
BAD = "H99010000004"


@pytest.fixture
def town() -> Town:
    """A year of ordinary life at six hospitals of level 2; stays cost 500 to 40,000 yuan."""
    made = Town()
    made.ordinary(1)
    rng = np.random.default_rng(2)
    for row in made.setl_d:
        if row["med_type"] == "21":
            row["medfee_sumamt"] = f"{float(np.clip(rng.lognormal(8.3, 0.7), 500, 40_000)):.2f}"
    made.more["medins_info_b"] = [{"fixmedins_code": f"H9901000000{i}", "hosp_lv": "06"} for i in range(10)]
    return made


def gang(town: Town, low: float, high: float, seed: int = 3) -> list[str]:
    """Admit the cards together, at costs between the two sums."""
    rng = np.random.default_rng(seed)
    made = []
    for day, days in STAYS:
        for card in CARDS:
            made.append(town.stay(card, BAD, day, days))
            town.setl_d[-1]["medfee_sumamt"] = f"{rng.uniform(low, high):.2f}"
    return made


def shown(town: Town, folder: Path, **parameters: float) -> Evidence | None:
    town.load(folder / "w")
    (ring,) = [
        r
        for r in rings(folder / "w", schemes=("fake_stay",), first=None, last=None, **parameters)
        if r.status == "published"
    ]
    return next((e for e in ring.evidence if e.signal == "just_below"), None)


def test_stays_just_under_the_threshold(town: Town, tmp_path: Path) -> None:
    setl_ids = gang(town, 4_600, 4_990)
    found = shown(town, tmp_path)
    assert found is not None
    assert (found.observed, sorted(found.setl_ids)) == (40, sorted(setl_ids))
    assert found.expected < 8
    assert found.p_value < 1e-6
    assert "二级医院5,000元" in found.detail.zh
    assert "5,000 yuan at level 2" in found.detail.en


def test_the_threshold_goes_by_the_level(town: Town, tmp_path: Path) -> None:
    for row in town.more["medins_info_b"]:
        row["hosp_lv"] = "02"
    gang(town, 9_200, 9_990)
    assert shown(town, tmp_path) is not None


def test_level_two_sums_mean_nothing_at_level_three(town: Town, tmp_path: Path) -> None:
    for row in town.more["medins_info_b"]:
        row["hosp_lv"] = "02"
    gang(town, 4_600, 4_990)
    assert shown(town, tmp_path) is None


def test_another_threshold_and_band(town: Town, tmp_path: Path) -> None:
    gang(town, 3_500, 3_990)
    assert shown(town, tmp_path, large_cost_level2=4_000, large_cost_band=0.15) is not None


def test_costs_around_the_threshold_are_none(town: Town, tmp_path: Path) -> None:
    gang(town, 4_600, 5_400)
    assert shown(town, tmp_path) is None


def test_a_hospital_with_one_price_for_everybody_is_none(town: Town, tmp_path: Path) -> None:
    gang(town, 4_800, 4_800)
    for row in town.setl_d:
        if row["fixmedins_code"] == BAD:
            row["medfee_sumamt"] = "4800.00"
    assert shown(town, tmp_path) is None


def test_without_levels_the_signal_is_off_and_named(town: Town, tmp_path: Path) -> None:
    del town.more["medins_info_b"]
    gang(town, 4_600, 4_990)
    assert shown(town, tmp_path) is None
    (state,) = [s for s in manifest(tmp_path / "w")["signals"] if s["signal"] == "just_below"]
    assert (state["state"], state["missing"]) == ("off", ["medins_info_b.hosp_lv"])


def test_the_pool_as_a_frame(tmp_path: Path) -> None:
    town = Town()
    levels = {"H99010000001": "2", "H99010000002": "1", "H99010000003": "3"}
    town.more["medins_info_b"] = [{"fixmedins_code": c, "hosp_lv": lv} for c, lv in levels.items()]
    costs = [4_499.99, 4_500, 4_999.99, 5_000, 9_000, 10_000]
    for place in levels:
        for i, cost in enumerate(costs):
            town.stay(f"{place[-1]}-{i}", place, 10 * i, 4)
            town.setl_d[-1]["medfee_sumamt"] = f"{cost:.2f}"
    town.settle("N1", "H99010000001", at(3), "11", medfee_sumamt="8000.00")
    town.load(tmp_path / "w")
    rings(tmp_path / "w")
    pool = graphfraud.open(tmp_path / "w").large_costs()
    assert pool[["fixmedins_code", "level", "medfee_sumamt", "threshold", "position"]].values.tolist() == [
        ["H99010000001", 2, Decimal("4500.00"), Decimal("5000.00"), "just_below"],
        ["H99010000001", 2, Decimal("4999.99"), Decimal("5000.00"), "just_below"],
        ["H99010000001", 2, Decimal("5000.00"), Decimal("5000.00"), "over"],
        ["H99010000001", 2, Decimal("9000.00"), Decimal("5000.00"), "over"],
        ["H99010000001", 2, Decimal("10000.00"), Decimal("5000.00"), "over"],
        ["H99010000002", 3, Decimal("9000.00"), Decimal("10000.00"), "just_below"],
        ["H99010000002", 3, Decimal("10000.00"), Decimal("10000.00"), "over"],
    ]
    assert str(pool["level"].dtype) == "int32"
    narrow = graphfraud.open(tmp_path / "w").large_costs(large_cost_level2=10_000, large_cost_band=0.05)
    assert narrow["position"].tolist() == ["over", "over"]
    with pytest.raises(SettingError, match="large_cost"):
        graphfraud.open(tmp_path / "w").large_costs(large_cost_level4=1.0)
