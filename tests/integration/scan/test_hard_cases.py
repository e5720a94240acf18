"""Data that is thin, odd or extreme ends in a result or in a count of what was left out, never in a crash."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.errors import WorkspaceError
from graphfraud.lake.trouble import told
from graphfraud.model.schema import tables
from graphfraud.scan import run_folder
from graphfraud.schemes import SCHEMES
from graphfraud.synth.generate import Wish, synthesise
from graphfraud.workspace import Workspace
from tests.claims import Town, at, swipes
from tests.integration.ingest.loading import load
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


def test_who_met_whom_in_five_columns(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(2, stays=0)
    swipes(town, CARDS, DAYS, ["A", "B"])
    required = ("psn_no", "fixmedins_code", "setl_time", "med_type", "medfee_sumamt")
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


@pytest.mark.parametrize("seconds", [False, True])
def test_all_at_the_same_minute(tmp_path: Path, seconds: bool) -> None:
    town = Town()
    rng = np.random.default_rng(4)
    for n, (who, place, day) in enumerate(rng.integers([0, 0, 0], [300, 4, 360], (3000, 3)).tolist()):
        town.settle(f"N{who}", f"H9901000000{place}", at(day, 600, n % 60 if seconds else 0))
    for day in DAYS:
        for turn, card in enumerate(CARDS):
            town.settle(card, "H99010000001", at(day, 600, turn if seconds else 0))
    town.live_apart()
    town.load(tmp_path / "w")
    found = published(rings(tmp_path / "w"))
    counts = manifest(tmp_path / "w")["counts"]
    # One time of day is no clock: what can't be told is left out and counted. Within a minute who met whom is told.
    assert found == ([set(CARDS)] if seconds else [])
    assert counts["co_swipe.visits_without_clock"] == (0 if seconds else 3072)


def test_a_city_with_one_institution_of_stays(tmp_path: Path) -> None:
    town = _stays(["H99010000001"])
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w", schemes=("fake_stay",))) == [set(CARDS)]
    assert rings(tmp_path / "w") == rings(tmp_path / "w")


def test_one_institution_with_a_third_of_all(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(2, visits=4000)
    for n, (who, day, minute) in enumerate(
        np.random.default_rng(8).integers([0, 0, 480], [900, 360, 1080], (2500, 3)).tolist()
    ):
        town.settle(f"B{who}", "H99010000000", at(day, minute, n % 60))
    swipes(town, CARDS, DAYS, ["H99010000000"])
    town.live_apart()
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w")) == [set(CARDS)]


def test_a_ring_of_many_lists_its_surest_links_and_counts_the_others(tmp_path: Path) -> None:
    many = [f"C{i}" for i in range(150)]
    town = Town()
    town.ordinary(3, visits=1000)
    _together(town, ["H99010000004", "H99010000005"], many)
    town.load(tmp_path / "w")
    (ring,) = rings(tmp_path / "w", schemes=("fake_stay",), links_listed=5000)
    assert (ring.status, set(ring.patients)) == ("published", set(many))
    run_id = run_folder.latest(tmp_path / "w/runs")
    assert pq.read_metadata(tmp_path / f"w/runs/{run_id}/links.parquet").num_rows == 5000
    assert manifest(tmp_path / "w")["counts"]["fake_stay.links_not_listed"] == 150 * 149 // 2 - 5000


def test_a_ring_as_large_as_a_crowd_is_found(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(3, visits=1000)
    many = [f"C{i}" for i in range(500)]
    _together(town, ["H99010000004", "H99010000005"], many)
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w", schemes=("fake_stay",))) == [set(many)]
    counts = manifest(tmp_path / "w")["counts"]
    assert counts["fake_stay.pairs"] > 100_000
    # Each arrival is compared with 400 that came next: 99 and fewer are left over for the others.
    assert counts["fake_stay.events_at_crowd_cap"] >= 7 * 99


def test_a_ring_of_three_where_three_is_enough(tmp_path: Path) -> None:
    three = CARDS[:3]
    town = _stays(["H99010000004", "H99010000005"], cards=three)
    town.load(tmp_path / "w")
    least: dict[str, Any] = {"schemes": ("fake_stay",), "min_size": 3.0}
    assert rings(tmp_path / "w", schemes=("fake_stay",)) == []
    (ring,) = rings(tmp_path / "w", **least)
    # Nothing is known of their households: three may be a family, and the ring says so.
    assert (set(ring.patients), ring.status, ring.status_reason) == (set(three), "demoted", "possible_family")
    assert published(rings(tmp_path / "w", family_small=2.0, family_large=2.0, **least)) == [set(three)]
    town.live_apart()
    town.load(tmp_path / "with_households")
    assert published(rings(tmp_path / "with_households", **least)) == [set(three)]


def test_three_years(tmp_path: Path) -> None:
    town = Town()
    rng = np.random.default_rng(6)
    for n, (who, place, day, minute) in enumerate(
        rng.integers([0, 0, 0, 480], [300, 4, 3 * 365 - 100, 1080], (3000, 4)).tolist()
    ):
        town.settle(f"N{who}", f"H9901000000{place}", at(day - 730, minute, n % 60))
    swipes(town, CARDS, [d - 365 for d in DAYS], ["P99010000001", "P99010000002"])
    town.load(tmp_path / "w")
    assert published(rings(tmp_path / "w")) == [set(CARDS)]


def test_half_of_the_persons_unknown(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(2)
    swipes(town, CARDS, DAYS, ["P99010000001", "P99010000002"])
    for row in town.setl_d[:4600:2]:
        row["psn_no"] = ""
    answer = load(tmp_path / "w", town.save(tmp_path / "files"))
    assert (answer.code, answer.batch["reasons"]) == (0, {"missing_required": 2300})
    assert published(rings(tmp_path / "w")) == [set(CARDS)]


def test_an_invalid_code_in_every_column_that_a_scheme_reads(tmp_path: Path) -> None:
    synthesise(Wish(persons=1000, seed=3, months=6), tmp_path / "city")
    spoiled = _spoil(tmp_path / "city")
    answer = load(tmp_path / "w", tmp_path / "city")
    assert answer.code == 0
    reasons = {b["table"]: b["reasons"] for b in answer.data["batches"]}
    assert reasons["setl_d"] == {"bad_code": spoiled["setl_d"]["med_type"]}
    for name, cells in spoiled.items():
        about = answer.data["quality"]["tables"][name]
        for column in tables()[name].columns:
            if column.codes and not column.required and cells.get(column.name):
                told = about["code_misses"].get(column.name, {}).get("~?", 0) + about["unreadable"].get(column.name, 0)
                assert (name, column.name, told) == (name, column.name, cells[column.name])
    rings(tmp_path / "w")
    states = {s["scheme"]: s["state"] for s in manifest(tmp_path / "w")["schemes"]}
    assert set(states) == {s.code for s in SCHEMES}


def _stays(places: list[str], cards: list[str] = CARDS) -> Town:
    """Give ordinary stays at the places, and a group that is admitted and discharged together there."""
    town = Town()
    rng = np.random.default_rng(2)
    for who, place, day, days in rng.integers([0, 0, 0, 2], [400, len(places), 350, 12], (700, 4)).tolist():
        town.stay(f"N{who}", places[place], day, days)
    _together(town, places, cards)
    return town


def _together(town: Town, places: list[str], cards: list[str]) -> None:
    """Admit and discharge all the cards together seven times, at the places in turn."""
    for number, day in enumerate([20, 66, 101, 148, 190, 233, 290]):
        for card in cards:
            town.stay(card, places[number % len(places)], day, 5)


def _spoil(folder: Path) -> dict[str, dict[str, int]]:
    """Write a code that no list has into each coded column, in rows of its own; give the cells by table, column."""
    spoiled: dict[str, dict[str, int]] = {}
    for path in sorted(p for p in folder.glob("*.csv") if p.stem in tables()):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kinds = [c.name for c in tables()[path.stem].columns if c.type in ("code", "flag") and c.name in rows[0]]
        for number, name in enumerate(kinds):
            own = [row for row in rows[number::40] if row[name]]
            for row in own:
                row[name] = "~?"
            spoiled.setdefault(path.stem, {})[name] = len(own)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return spoiled


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


def test_the_command_says_what_is_off_and_what_a_cap_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPHFRAUD_LANG", "en")
    town = Town()
    for day in (40, 140, 240):
        for i in range(300):
            town.settle(f"V{i}", "H99010000002", at(day, 480 + i // 8, 7 * i % 60))
    town.load(tmp_path / "w")
    quick = [f"--param={name}=0" for name in ("decoys", "stability_runs")]
    done = CliRunner().invoke(cli, ["scan", "--workspace", str(tmp_path / "w"), "--param", "crowd_cap=100", *quick])
    assert done.exit_code == 0
    capped = manifest(tmp_path / "w")["counts"]["co_swipe.events_at_crowd_cap"]
    assert capped > 0
    said = done.stderr.splitlines()
    assert f"co_swipe: visits compared with the nearest in time only (parameter crowd_cap): {capped}" in said
    assert "after_death is switched off because the data lacks death_reg.death_date, death_reg.psn_no" in said
    assert done.stdout.startswith("Run ")
