"""Data that is thin, odd or extreme ends in a result or in a count of what was left out, never in a crash."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graphfraud.errors import WorkspaceError
from graphfraud.lake.trouble import told
from graphfraud.workspace import Workspace
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import manifest, published, rings

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]


def test_nothing_loaded_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="graphfraud load"):
        rings(tmp_path / "w")


def test_only_refunds(tmp_path: Path) -> None:
    town = Town()
    for day in range(20):
        town.settle("N1", "H1", at(day), medfee_sumamt="-5.00", init_setl_id="GONE", refd_setl_flag="1")
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w") == []
    assert manifest(tmp_path / "w")["counts"]["settlements"] == 0


def test_times_without_a_clock_switch_the_visits_off(tmp_path: Path) -> None:
    town = Town()
    for day in DAYS:
        for card in CARDS:
            town.settle(card, "H1", at(day, 0, 0))
    town.load(tmp_path / "w")
    assert rings(tmp_path / "w") == []
    assert manifest(tmp_path / "w")["counts"]["co_swipe.visits_without_clock"] == 72


def test_one_institution_one_week(tmp_path: Path) -> None:
    town = Town()
    swipes(town, CARDS, [0, 1, 2, 3, 4], ["P99010000001"])
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w")) == []


def test_only_the_required_columns(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(2, stays=0)
    swipes(town, CARDS, DAYS, ["A", "B"])
    required = ("setl_id", "psn_no", "fixmedins_code", "setl_time", "med_type", "medfee_sumamt")
    town.setl_d = [{name: row[name] for name in required} for row in town.setl_d]
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w")) == [set(CARDS)]
    states = {s["scheme"]: s["state"] for s in manifest(tmp_path / "w")["schemes"]}
    assert states.pop("co_swipe") == "weak"
    assert set(states.values()) == {"off"}


def test_one_patient_with_thousands_of_settlements_and_a_crowd_of_a_thousand(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(3, visits=2000, stays=0)
    for i in range(3000):
        town.settle("BUSY", "H99010000001", at(i % 360, 480 + i // 360, i % 60))
    for day in (40, 140, 240):
        for i in range(1000):
            town.settle(f"V{i}", "H99010000002", at(day, 480 + i // 8, 7 * i % 60))
    swipes(town, CARDS, DAYS, ["P99010000001", "P99010000002"])
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w", crowd_cap=100)) == [set(CARDS)]
    assert manifest(tmp_path / "w")["counts"]["co_swipe.events_at_crowd_cap"] > 0


def test_damaged_files_are_named_and_the_scan_goes_on_once_they_are_gone(tmp_path: Path) -> None:
    town = Town()
    swipes(town, CARDS, DAYS, ["P99010000001", "P99010000002"])
    town.load(tmp_path / "w")
    found = rings(tmp_path / "w")
    run = next((tmp_path / "w" / "runs").glob("*/rings.json"))
    run.write_text("{", encoding="utf-8")
    for seed in (1, 2):
        with pytest.raises(WorkspaceError, match=r"rings\.json"):
            rings(tmp_path / "w", seed=seed)
    shutil.rmtree(run.parent)
    assert rings(tmp_path / "w") == found
    next((tmp_path / "w" / "lake" / "setl_d").glob("*.parquet")).write_text("no parquet", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="Can't read or write") as caught:
        rings(tmp_path / "w", seed=3)
    assert "backup" in caught.value.hint


def test_an_interrupted_statement_is_ctrl_c(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), told(Workspace(tmp_path)):
        raise RuntimeError("Query interrupted")
    with pytest.raises(RuntimeError, match="a bug"), told(Workspace(tmp_path)):
        raise RuntimeError("a bug")
