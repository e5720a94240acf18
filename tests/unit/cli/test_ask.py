"""`graphfraud ask` and `graphfraud ring --export`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from graphfraud.cli.main import cli
from graphfraud.store.questions import questions
from tests.conformance.store import city

CO_VISITS = ("co_visits", "--set", "a=A1", "--set", "b=A2")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(tmp_path_factory.mktemp("city"))
    city.build(folder)
    return folder


def run(root: Path, command: str, *args: str) -> Result:
    return CliRunner().invoke(cli, [command, *args, "--workspace", str(root)])


@pytest.mark.parametrize(("lang", "purpose"), [("zh", "同一机构"), ("en", "at one institution")])
def test_without_a_name_every_question_is_listed(root: Path, lang: str, purpose: str) -> None:
    listed = json.loads(run(root, "ask", "--format", "json", "--lang", lang).stdout)["questions"]
    assert [q["name"] for q in listed] == list(questions())
    (co_visits,) = [q for q in listed if q["name"] == "co_visits"]
    assert purpose in co_visits["purpose"]
    assert co_visits["parameters"] == "a, b, [minutes], [limit]"
    assert all(name in run(root, "ask", "--lang", lang).output for name in questions())


def test_json(root: Path) -> None:
    told = json.loads(run(root, "ask", *CO_VISITS, "--format", "json").stdout)
    assert told["question"] == "co_visits"
    assert [(r["a_setl_id"], r["b_setl_id"], r["seconds"], r["total"]) for r in told["rows"]] == [
        ("s01", "s04", 600, 2),
        ("s01", "s12", 600, 2),
    ]
    assert told["rows"][0]["a_time"] == "2025-01-01T08:00:00+08:00"


def test_csv_and_table(root: Path) -> None:
    told = run(root, "ask", "gatherings_of", "--set", "patients=A1,A2", "--format", "csv").stdout
    (row,) = csv.DictReader(io.StringIO(told))
    assert (row["id"], row["patients"], row["setl_ids"], row["fund_pay_sumamt"]) == (
        "H1",
        "A1 A2",
        "s01 s04 s12",
        "71.00",
    )
    table = run(root, "ask", *CO_VISITS).output
    assert all(word in table for word in ("a_setl_id", "s01", "s12", "600"))
    assert "None" not in run(root, "ask", "rings").output


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("co_visit",), "Did you mean 'co_visits'?"),
        (("co_visits", "--set", "a=A1"), "b is missing"),
        ((*CO_VISITS, "--set", "minutes=-1"), "minutes can't be '-1'"),
        ((*CO_VISITS, "--store", "neo4j"), "No Neo4j server is set"),
    ],
)
def test_what_can_not_be_asked(root: Path, args: tuple[str, ...], said: str) -> None:
    found = run(root, "ask", *args)
    assert found.exit_code == 1
    assert said in str(found.exception)


def test_an_assignment_needs_its_sign(root: Path) -> None:
    found = run(root, "ask", "rings", "--set", "status")
    assert found.exit_code == 2
    assert "NAME=VALUE" in found.output


def test_export(root: Path, tmp_path: Path) -> None:
    found = run(root, "ring", "R1", "--export", str(tmp_path / "ring.csv"))
    assert found.stdout.split() == [str(tmp_path / f"ring_{part}.csv") for part in ("nodes", "edges")]
    rows = list(csv.DictReader((tmp_path / "ring_nodes.csv").open(encoding="utf-8")))
    assert [row["key"] for row in rows] == ["hospital:H1", *(f"patient:A{n}" for n in (1, 2, 3, 4))]
    assert run(root, "ring", "R1", "--export", str(tmp_path / "ring.doc")).exit_code == 1
