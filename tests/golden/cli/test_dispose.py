"""Decisions on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.main import cli
from graphfraud.errors import NotFoundError
from tests.conformance.store import city

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Give a function that runs a command on a city of its own, in English unless told."""
    city.build(tmp_path / "w")
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> Result:
        lang = () if "--lang" in args else ("--lang", "en")
        return CliRunner().invoke(cli, [*args, *lang, "--workspace", str(tmp_path / "w")])

    return run


def test_dismissing_a_ring(run: Run) -> None:
    done = run("dispose", "R1", "dismissed", "--reason", "one village, one bus", "--by", "Chen")
    assert (done.exit_code, done.stdout) == (0, "Decision 1 written down: R1 dismissed.\n")
    found = json.loads(run("rings", "--format", "json").stdout)["rings"]
    assert [(r["ring_id"], r["status"], r["status_reason"]) for r in found] == [
        ("R2", "published", None),
        ("R1", "demoted", "dismissed"),
        ("R3", "demoted", "family"),
    ]
    shown = found[1]["disposition"]
    assert {k: v for k, v in shown.items() if k != "when"} == {
        "label": "dismissed",
        "reason": "one village, one bus",
        "who": "Chen",
        "changed": None,
    }
    assert json.loads(run("ring", "R1", "--format", "json").stdout)["ring"] == found[1]
    lines = run("rings", "--queue", "dismissed").stdout.splitlines()
    assert "demoted: dismissed" in lines[3]
    assert "已降级: 已排除" in run("rings", "--lang", "zh").stdout


def test_a_ring_says_who_decided_and_why(run: Run) -> None:
    run("dispose", "R2", "confirmed", "--reason", "forged papers", "--by", "Chen")
    out = run("ring", "R2").stdout
    assert "  Status: published; confirmed\n" in out
    assert "  Decision: confirmed (Chen, " in out
    assert "): forged papers\n" in out


def test_what_changed_is_said(run: Run) -> None:
    run("dispose", "R1", "dismissed", "--reason", "one bus", "--by", "Chen", "--run", "run1")
    out = run("ring", "R1").stdout
    assert "  Status: published; since it was dismissed on " in out
    assert ": 1 new member\n" in out


def test_every_decision_is_listed(run: Run) -> None:
    assert run("dispositions").stdout == "No decision on a ring has been written down.\n"
    run("dispose", "R1", "dismissed", "--reason", "=one bus", "--by", "Chen")
    run("dispose", "R1", "open", "--reason", "again", "--by", "Li")
    run("dispose", "R2", "confirmed", "--reason", "seen", "--by", "Li")
    found = json.loads(run("dispositions", "--format", "json").stdout)["dispositions"]
    assert [(d["number"], d["ring_id"], d["label"], d["who"]) for d in found] == [
        (1, "R1", "dismissed", "Chen"),
        (2, "R1", "open", "Li"),
        (3, "R2", "confirmed", "Li"),
    ]
    assert found[0]["snapshot"]["core"] == ["A1", "A2", "A3", "A4"]
    assert found[0]["snapshot"]["amounts"]["medfee_sumamt"] == "122.00"
    rows = list(csv.DictReader(io.StringIO(run("dispositions", "--ring", "R1", "--format", "csv").stdout)))
    assert [(r["number"], r["reason"], r["patients"], r["medfee_sumamt"]) for r in rows] == [
        ("1", "'=one bus", "4", "122.00"),
        ("2", "again", "4", "122.00"),
    ]
    table = run("dispositions", "--lang", "zh").stdout
    assert "已排除" in table
    assert "已核实" in table


def test_wrong_usage(run: Run) -> None:
    assert run("dispose", "R1", "guilty", "--reason", "x").exit_code == 2
    assert run("dispose", "R1", "dismissed").exit_code == 2
    assert run("dispose", "R1", "dismissed", "--reason", " ").exit_code == 2
    assert isinstance(run("dispose", "R9", "dismissed", "--reason", "x").exception, NotFoundError)
    assert json.loads(run("dispositions", "--format", "json").stdout) == {"dispositions": []}


def test_reading_twice_gives_the_same_bytes(run: Run) -> None:
    run("dispose", "R1", "dismissed", "--reason", "one bus", "--by", "Chen")
    assert run("rings", "--format", "json").stdout == run("rings", "--format", "json").stdout


@pytest.mark.parametrize("command", ["dispose", "dispositions", "whatif"])
def test_help_has_an_example(command: str) -> None:
    assert "Example:\n    graphfraud " in CliRunner().invoke(cli, [command, "--help"]).stdout
