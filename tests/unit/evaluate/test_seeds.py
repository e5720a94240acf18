"""Many cities in one table: rings pooled, not averaged over cities; intervals; goals; look-alikes."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.evaluate.city import City
from graphfraud.evaluate.measures import evaluate
from graphfraud.evaluate.seeds import pool
from graphfraud.evaluate.seeds_report import to_dict, to_markdown
from tests.unit.evaluate.rings import group, ring, true

GOOD = City(
    evaluate([ring(1, "abc"), ring(2, "def"), ring(3, "ghi")], [true("1", "abc"), true("2", "def"), true("3", "ghi")]),
    joint={"1": 7.0, "2": 5.5, "3": 4.2},
)
POOR = City(
    evaluate([ring(1, "xyz")], [true("4", "abc")], [group("g", "dialysis", "xyz"), group("h", "family", "abc")]),
    joint={"4": 5.0},
)


def test_rings_are_pooled() -> None:
    table = pool([GOOD, POOR], coverage=0.99)
    overall = table.rows["overall"]
    assert (table.cities, overall.published, overall.right, overall.false) == (2, 4, 3, 1)
    assert overall.precision is not None
    assert overall.precision.value == pytest.approx(0.75)
    assert overall.recall is not None
    assert overall.recall.value == pytest.approx(0.75)
    assert "| overall | 4 | 3 | 4 | 3 | 0.750 (" in to_markdown(table)


def test_false_rings_are_told_by_what_they_look_like() -> None:
    table = pool([GOOD, POOR], coverage=0.99)
    assert table.innocent == {"dialysis": (1, 1), "family": (0, 0), "none": (0, 0)}
    text = to_markdown(table)
    assert "| dialysis | 1 | 1 |" in text
    assert "No false ring looks like: family." in text


def test_goals_stand_beside_the_figures() -> None:
    goals = {g.figure: g for g in pool([GOOD, POOR], coverage=0.95).goals}
    precision = goals["precision, household data 95%"]
    assert (precision.goal, precision.reached) == (0.85, False)
    recall = {f: None if g.measured is None else g.measured.value for f, g in goals.items() if f.startswith("recall")}
    assert recall == {
        "recall, ≥ 6 joint visits": 1.0,
        "recall, 5 to 6 joint visits": 0.5,
        "recall, 4 to 5 joint visits": 1.0,
    }
    never = next(g for f, g in goals.items() if "dialysis" in f)
    assert never.measured is not None
    assert (never.measured.value, never.reached) == (1.0, False)
    fdr = goals["decoy FDR, realised ÷ nominal"]
    assert fdr.measured is not None
    assert fdr.measured.value == pytest.approx(0.25 / 0.05)
    assert fdr.reached is False


def test_ways_are_a_table_of_their_own() -> None:
    table = pool([City(GOOD.evaluation, ways={"co-visits": POOR.evaluation})], coverage=0.99)
    assert table.ways["co-visits"].false == 1
    assert "| co-visits | 1 | 1 | 0 | 0.000 (" in to_markdown(table)
    assert "co-visits" not in to_markdown(pool([GOOD], coverage=0.99))


def test_a_city_of_nothing_has_no_shares() -> None:
    table = pool([City(evaluate([], []))], coverage=0.99)
    row = table.rows["overall"]
    assert (row.precision, row.recall, row.p_at, row.bcubed_f1) == (None, None, {25: None, 50: None}, None)
    assert to_dict(table)["goals"][0]["reached"] is None


def test_the_command_makes_scans_and_judges_cities() -> None:
    asked = ["evaluate", "--seeds", "1", "--persons", "6000", "--first-seed", "5", "--baselines"]
    result = CliRunner().invoke(
        cli, [*asked, "--household-coverage", "0.95", "--format", "json"], catch_exceptions=False
    )
    assert result.exit_code == 0
    read = json.loads(result.stdout)
    assert read["cities"] == 1
    assert read["goals"][0]["figure"] == "precision, household data 95%"
    assert read["rows"]["co_swipe"]["truth"] == 3
    assert read["rows"]["overall"]["right"] >= 3
    ways = read["ways"]
    assert list(ways) == [
        "full detector",
        "no household data",
        "no null model",
        "FRAUDAR-style peeling",
        "co-visits + Louvain",
    ]
    assert {row["truth"] for row in ways.values()} == {6}
    assert ways["full detector"]["found"] >= 5
    assert ways["full detector"]["precision"][0] > ways["co-visits + Louvain"]["precision"][0]


def test_truth_and_seeds_exclude_each_other() -> None:
    result = CliRunner().invoke(cli, ["evaluate"])
    assert result.exit_code == 2
    assert "--seeds" in result.stderr
