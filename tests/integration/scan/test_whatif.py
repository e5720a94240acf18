"""Other parameters, or a ring without some of it: said beside the last run, and nothing is written."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import graphfraud
from graphfraud.cli.main import cli
from graphfraud.errors import NotFoundError, SettingError
from graphfraud.scan.whatif import what_if
from graphfraud.scan.without import Rest, without
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import rings

SIX, EIGHT = [f"C{i}" for i in range(6)], [f"D{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
LATER = [9, 24, 38, 73, 110, 156, 197, 244, 301]
SHOPS = ["P99010000001", "P99010000002"]
DEAD = "P99010000005"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give a scanned city: a ring of six, one of eight, and four dead persons whose cards settle at one pharmacy."""
    town = Town()
    town.ordinary(1)
    swipes(town, SIX, DAYS, SHOPS[:1])
    swipes(town, EIGHT, LATER, SHOPS[1:], seed=6)
    for i in range(4):
        town.settle(f"M{i}", DEAD, at(100 + 11 * i, 600 + i), "41")
        town.settle(f"M{i}", DEAD, at(160 + 13 * i, 700 + i), "41")
    town.more["death_reg"] = [{"psn_no": f"M{i}", "death_date": "2025-02-01"} for i in range(4)]
    town.live_apart()
    workspace = Workspace(tmp_path_factory.mktemp("city") / "w")
    town.load(workspace.root)
    rings(workspace.root)
    return workspace


def ring_of(city: Workspace, member: str) -> str:
    (found,) = [r.ring_id for r in Runs(city.runs).get(None).rings if member in r.patients]
    return found


def files(city: Workspace) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in city.root.rglob("*") if p.is_file() and p.name != "write.lock"}


def test_nothing_changed_nothing_moves(city: Workspace) -> None:
    before = files(city)
    found = what_if(city, {})
    assert (found.kept, found.won, found.lost, found.parameters, found.data_changed) == (3, (), (), {}, False)
    assert files(city) == before


def test_a_larger_least_size_loses_the_small_ring(city: Workspace) -> None:
    found = what_if(city, {"min_size": 7}, schemes=("co_swipe",))
    (lost,) = found.lost
    assert (lost.ring.ring_id, lost.was, lost.now) == (ring_of(city, "C0"), "published", None)
    assert (found.kept, found.won, found.schemes) == (1, (), ("co_swipe",))
    assert found.parameters == {"min_size": (5, 7)}


def test_a_ring_that_would_be_demoted_is_lost_with_the_reason(city: Workspace) -> None:
    found = what_if(city, {"visit_min_gatherings_one_place": 10}, schemes=("co_swipe",))
    assert {(m.ring.ring_id, m.now) for m in found.lost} == {(ring_of(city, c), "weak") for c in ("C0", "D0")}


def test_what_a_strict_run_left_out_is_won(city: Workspace) -> None:
    newest = Runs(city.runs).get(None).info.run_id
    rings(city.root, schemes=("co_swipe",), min_size=7)
    strict = Runs(city.runs).get(None).info.run_id
    try:
        (won,) = what_if(city, {"min_size": 5}).won
    finally:
        (city.runs / "latest").write_text(newest, encoding="utf-8")
    assert (set(won.ring.patients), won.was, won.now) == (set(SIX), None, "published")
    assert what_if(city, {}, run=strict).won == ()


def test_decisions_on_lost_rings_are_named(city: Workspace) -> None:
    when = "2026-01-02T08:00:00+08:00"
    by_id = Runs(city.runs).get(None).by_id
    book = Dispositions(city)
    small, large = ring_of(city, "C0"), ring_of(city, "D0")
    book.add(by_id[small], "run", "confirmed", "seen", who="Chen", when=when)
    book.add(by_id[large], "run", "dismissed", "one bus", who="Chen", when=when)
    found = what_if(city, {"min_size": 9}, schemes=("co_swipe",)).to_dict()
    assert (found["confirmed_lost"], found["dismissed_avoided"]) == ([small], [large])
    assert {m["ring_id"]: m["decision"] for m in found["lost"]} == {small: "confirmed", large: "dismissed"}


@pytest.mark.parametrize(("changes", "said"), [({"min_siz": 4.0}, "min_size"), ({"min_size": 1.0}, "from 3 to 1000")])
def test_a_bad_parameter_is_refused_with_its_range(city: Workspace, changes: dict[str, float], said: str) -> None:
    with pytest.raises(SettingError) as caught:
        what_if(city, changes)
    assert said in caught.value.hint


DROPS = [
    ("C0", True, 5, 45),
    ("patient:C1", True, 5, 45),
    (SHOPS[0], False, 0, 0),
    ("edge(C0,C1)", True, 6, 54),
    (f"edge(C0,{SHOPS[0]})", True, 5, 45),
]


@pytest.mark.parametrize(("drop", "survives", "patients", "settlements"), DROPS)
def test_a_ring_of_meetings_without(
    city: Workspace, drop: str, survives: bool, patients: int, settlements: int
) -> None:
    before = files(city)
    found = without(city, ring_of(city, "C0"), drop)
    (rest,) = found.rests
    assert (found.survives, len(rest.patients), rest.settlements) == (survives, patients, settlements)
    assert rest.medfee_sumamt == 100 * settlements
    assert files(city) == before


@pytest.mark.parametrize(
    ("drop", "rest"),
    [
        ("M0", Rest("after_death", True, True, ("M1", "M2", "M3"), 6, 600)),  # type: ignore[arg-type]
        (f"edge({DEAD}, M0)", Rest("after_death", True, True, ("M1", "M2", "M3"), 6, 600)),  # type: ignore[arg-type]
        (DEAD, Rest("after_death", True, False)),
        # They were never there on one day: without what they have in common, all is left.
        ("edge(M0,M1)", Rest("after_death", True, True, ("M0", "M1", "M2", "M3"), 8, 800)),  # type: ignore[arg-type]
    ],
)
def test_a_ring_of_a_rule_without(city: Workspace, drop: str, rest: Rest) -> None:
    assert without(city, ring_of(city, "M0"), drop).rests == (rest,)


@pytest.mark.parametrize("drop", ["N1", "D0", "edge(C0,C0)", "edge(C0,N1)", ""])
def test_what_is_not_in_the_ring_cannot_be_dropped(city: Workspace, drop: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        without(city, ring_of(city, "C0"), drop)
    assert "edge(A,B)" in caught.value.hint


def test_in_a_notebook(city: Workspace) -> None:
    results = graphfraud.open(city.root)
    assert results.what_if({"min_size": 7}, schemes=["co_swipe"]) == what_if(
        city, {"min_size": 7}, schemes=["co_swipe"]
    )
    ring_id = ring_of(city, "C0")
    assert results.without(ring_id, "C0") == without(city, ring_id, "C0")


def run(city: Workspace, *args: str) -> str:
    done = CliRunner().invoke(cli, ["whatif", *args, "--lang", "en", "--workspace", str(city.root)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_on_the_command_line(city: Workspace) -> None:
    args = ("--param", "min_size=7", "--schemes", "co_swipe")
    lines = run(city, *args).splitlines()
    assert lines[0] == "min_size: 5 → 7"
    assert lines[1].endswith(": 1 published rings kept, 0 won, 1 lost. No run was written.")
    found = json.loads(run(city, *args, "--format", "json"))
    assert found == what_if(city, {"min_size": 7}, schemes=("co_swipe",)).to_dict()
    ring_id = ring_of(city, "C0")
    assert run(city, "--ring", ring_id, "--drop", "C0").splitlines() == [
        f"{ring_id} without patient:C0: still found",
        "  • one hand, many cards: 5 persons, 45 claims, total fees ¥4500.00",
    ]
    assert run(city, "--ring", ring_id, "--drop", SHOPS[0]).splitlines()[0].endswith("no longer found")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--param", "min_size=1"), "from 3 to 1000"),
        (("--param", "min_size"), "NAME=NUMBER"),
        (("--schemes", "nonsense"), "known:"),
        (("--ring", "R1"), "--drop"),
        (("--drop", "C0"), "--ring"),
        (("--ring", "R1", "--drop", "C0", "--param", "min_size=7"), "--ring"),
    ],
)
def test_wrong_usage(city: Workspace, args: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(cli, ["whatif", *args, "--workspace", str(city.root)])
    assert (done.exit_code, said in done.output) == (2, True), done.output
