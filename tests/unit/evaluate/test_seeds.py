"""Many cities in one table: rings pooled, not averaged over cities."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.evaluate.measures import evaluate
from graphfraud.evaluate.seeds import pool, to_markdown
from graphfraud.evaluate.truth import TrueRing
from tests.unit.evaluate.rings import ring


def _true(ring_id: str, patients: str) -> TrueRing:
    return TrueRing(ring_id, "fake_stay", frozenset(("patient", p) for p in patients))


def test_rings_are_pooled() -> None:
    good = evaluate(
        [ring(1, "abc"), ring(2, "def"), ring(3, "ghi")], [_true("1", "abc"), _true("2", "def"), _true("3", "ghi")]
    )
    poor = evaluate([ring(1, "xyz")], [_true("4", "abc")])
    table = pool([good, poor])
    assert (table.cities, table.rows["overall"].published, table.rows["overall"].right) == (2, 4, 3)
    assert table.rows["overall"].precision == pytest.approx(0.75)
    assert table.rows["overall"].recall == pytest.approx(0.75)
    assert table.rows["overall"].spread == (0.0, 1.0, 0.0, 1.0)
    assert table.innocent == {"none": 1}
    assert "| overall | 4 | 3 | 4 | 3 | 0.750 (0.000–1.000) |" in to_markdown(table)


def test_a_city_of_nothing_has_no_shares() -> None:
    row = pool([evaluate([], [])]).rows["overall"]
    assert (row.precision, row.recall, row.spread) == (None, None, (None,) * 4)


def test_the_command_makes_scans_and_judges_cities() -> None:
    asked = ["evaluate", "--seeds", "1", "--persons", "6000", "--first-seed", "5", "--format", "json"]
    result = CliRunner().invoke(cli, asked, catch_exceptions=False)
    assert result.exit_code == 0
    read = json.loads(result.stdout)
    assert read["cities"] == 1
    assert read["rows"]["co_swipe"]["truth"] == 3
    assert read["rows"]["overall"]["right"] >= 3


def test_truth_and_seeds_exclude_each_other() -> None:
    result = CliRunner().invoke(cli, ["evaluate"])
    assert result.exit_code == 2
    assert "--seeds" in result.stderr
