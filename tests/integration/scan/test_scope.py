"""Rings in a part of the city: the same detection, and the newest run stays what it was."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from graphfraud.cli.main import cli
from graphfraud.errors import InputError, NotFoundError, WorkspaceError
from graphfraud.parameters import Parameters
from graphfraud.scan.aside import aside
from graphfraud.scan.detect import in_scope
from graphfraud.scan.here import here
from graphfraud.scan.pipeline import Order, scan
from graphfraud.scan.scope import parse
from graphfraud.scan.whatif import what_if
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace
from tests.claims import Town, at, swipes
from tests.integration.scan.scanning import QUICK

EAST, WEST = [f"C{i}" for i in range(6)], [f"D{i}" for i in range(8)]
DEAD = [f"M{i}" for i in range(4)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
LATER = [9, 24, 38, 73, 110, 156, 197, 244, 301]
SHOPS = ["P99010000001", "P99010000002"]
MORGUE = "P99010000005"
HOSPITAL = "H99010000000"
REGIONS = {SHOPS[0]: "990101", SHOPS[1]: "990102", MORGUE: "990102", HOSPITAL: "990102"}
EVERYTHING = ("from=2020-01-01", "kinds=pharmacy,hospital,clinic", "near=patient:C0; hops=6; hub_degree=1000000")


def made() -> Town:
    """Give a city: a ring in each of two districts, and four dead persons whose cards settle at one pharmacy."""
    town = Town()
    town.ordinary(1)
    swipes(town, EAST, DAYS, SHOPS[:1])
    swipes(town, WEST, LATER, SHOPS[1:], seed=6)
    for i, who in enumerate(DEAD):
        town.settle(who, MORGUE, at(100 + 11 * i, 600 + i), "41")
        town.settle(who, MORGUE, at(160 + 13 * i, 700 + i), "41")
    # One visit each ties the whole city together.
    for who in (*EAST, *WEST, *DEAD):
        town.settle(who, HOSPITAL, at(200 + len(who), 500 + 7 * (hash_of(who) % 60)))
    town.more["death_reg"] = [{"psn_no": who, "death_date": "2025-02-01"} for who in DEAD]
    town.more["medins_info_b"] = [
        {"fixmedins_code": code, "fixmedins_name": code, "fix_blng_admdvs": region} for code, region in REGIONS.items()
    ]
    town.psn_info_b = [
        {"psn_no": who, "insu_admdvs": "980100" if who in WEST else "990100"} for who in (*EAST, *WEST, *DEAD)
    ]
    town.live_apart()
    return town


def hash_of(text: str) -> int:
    return sum(ord(c) * (i + 1) for i, c in enumerate(text))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace(tmp_path_factory.mktemp("city") / "w")
    made().load(workspace.root)
    scan(workspace, Order(parameters=Parameters(QUICK)))
    return workspace


def published(city: Workspace, text: str, **parameters: float) -> list[set[str]]:
    found = here(city, parse(text), Parameters({**QUICK, **parameters}))
    return [set(r.patients) for r in found.rings if r.status == "published"]


def files(city: Workspace) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in city.root.rglob("*") if p.is_file() and p.name != "write.lock"}


PARTS = [
    ("district=990101", [set(EAST)]),
    ("district=990102", [set(WEST), set(DEAD)]),
    ("district=9901", [set(EAST), set(WEST), set(DEAD)]),
    ("insured=98", [set(WEST)]),
    ("insured=990100; district=990102", [set(DEAD)]),
    (f"institutions={SHOPS[0]},{MORGUE}", [set(EAST), set(DEAD)]),
    ("kinds=hospital", []),
    (f"patients={','.join(EAST)},D0", [set(EAST)]),
    (f"patients={','.join((*EAST, *WEST))}; institutions={SHOPS[1]}", [set(WEST)]),
    (f"near=pharmacy:{SHOPS[1]}; hops=1", [set(WEST)]),
    ("near=patient:C0; hops=2; hub_degree=60", [set(EAST)]),
    ("from=2025-01-06; to=2025-02-15", []),
]


@pytest.mark.parametrize(("text", "rings"), PARTS)
def test_the_rings_of_a_part(city: Workspace, text: str, rings: list[set[str]]) -> None:
    found = published(city, text)
    assert sorted(found, key=sorted) == sorted(rings, key=sorted)


@pytest.mark.parametrize("text", EVERYTHING)
def test_a_scope_that_holds_everything_gives_what_the_whole_scan_gives(city: Workspace, text: str) -> None:
    found = here(city, parse(text), Parameters(QUICK))
    whole = Runs(city.runs).get(None)
    lineage = {"event": "known", "previous": []}
    assert len(whole.rings) >= 3
    assert [r.to_dict() | {"lineage": lineage} for r in found.rings] == [
        r.to_dict() | {"lineage": lineage} for r in whole.rings
    ]
    for name in ("settlements", "patients", "published", "demoted", "co_swipe.links"):
        assert found.counts[name] == whole.manifest["counts"][name]


def test_a_process_of_its_own_finds_the_same(city: Workspace) -> None:
    told: list[str] = []
    found = aside(city, "district=990101", progress=told.append)
    same = here(city, parse("district=990101"), Parameters())
    assert found.rings == same.rings
    assert (found.counts, found.data_version, found.scope) == (same.counts, same.data_version, same.scope)
    assert told


def test_a_process_of_its_own_says_why_it_failed(city: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="No settlement names patient 'nobody'"):
        aside(city, "patients=nobody")


def test_who_no_longer_listens_ends_the_process(city: Workspace) -> None:
    def gone(said: str) -> None:
        raise KeyboardInterrupt(said)

    with pytest.raises(KeyboardInterrupt):
        aside(city, "district=990101", progress=gone)
    with city.writing():
        pass


def test_a_ring_keeps_its_id_and_its_decision(city: Workspace) -> None:
    (whole,) = [r for r in Runs(city.runs).get(None).rings if set(r.patients) == set(WEST)]
    book = Dispositions(city)
    book.add(whole, "run", "dismissed", "one bus", who="Chen", when="2026-01-02T08:00:00+08:00")
    try:
        found = here(city, parse("insured=98"), Parameters(QUICK))
    finally:
        for file in city.dispositions.iterdir():
            file.unlink()
    (ring,) = [r for r in found.rings if set(r.patients) == set(WEST)]
    assert (ring.ring_id, ring.status_reason) == (whole.ring_id, "dismissed")
    assert ring.lineage.event == "same"


def test_nothing_is_written(city: Workspace) -> None:
    before = files(city)
    here(city, parse("district=990101"), Parameters(QUICK))
    assert files(city) == before


def test_the_surroundings_that_the_limit_cuts_off_are_counted(city: Workspace) -> None:
    scope = parse("near=patient:C0; hops=4; hub_degree=1000000")
    found = here(city, scope, Parameters({**QUICK, "near_max_entities": 20}))
    whole = EmbeddedStore(city, 1_000_000)
    assert scope.near is not None
    layers = [len(whole.surroundings(scope.near, hops=hops)) for hops in range(1, 5)]
    reached = next(n for n in layers if n > 20)
    assert found.counts["scope.entities_beyond_limit"] == reached - 20


UNKNOWN = [
    ("district=8801", "district", "990101, 990102"),
    ("institutions=P9901000001", "institution", SHOPS[0]),
    ("near=patient:C00", "patient", "patient:C0"),
]


@pytest.mark.parametrize(("text", "kind", "hint"), UNKNOWN)
def test_what_is_unknown_is_said_with_what_is_near(city: Workspace, text: str, kind: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as caught:
        here(city, parse(text), Parameters(QUICK))
    assert caught.value.kind == kind
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["insured=77", "to=2020-01-01", f"institutions={SHOPS[0]}; kinds=hospital"])
def test_an_empty_scope_is_an_error(city: Workspace, text: str) -> None:
    with pytest.raises(InputError):
        here(city, parse(text), Parameters(QUICK))


def kept(city: Workspace, text: str) -> tuple[str, bool]:
    return scan(city, in_scope(parse(text), Parameters(QUICK)))


def test_a_kept_run_is_no_newest_run(city: Workspace) -> None:
    newest = Runs(city.runs).newest()
    run_id, fresh = kept(city, "kinds=pharmacy; district=990101")
    again, fresh_again = kept(city, "district=990101;kinds=pharmacy")
    assert (again, fresh, fresh_again) == (run_id, True, False)
    assert Runs(city.runs).newest() == newest != run_id
    run = Runs(city.runs).get(run_id)
    assert run.manifest["scope"]["text"] == run.info.scope == "district=990101; kinds=pharmacy"
    assert run.manifest["scope"]["en"].startswith("institutions in district 990101")
    assert [set(r.patients) for r in run.rings if r.status == "published"] == [set(EAST)]
    assert EmbeddedStore(city).freshness()["newest_run"] == newest


def test_the_next_whole_scan_goes_on_from_the_last_whole_one(city: Workspace) -> None:
    kept(city, "district=990101")
    run_id, _ = scan(city, Order(parameters=Parameters({**QUICK, "seed": 5.0})))
    run = Runs(city.runs).get(run_id)
    assert Runs(city.runs).newest() == run_id
    assert {r.lineage.event for r in run.rings if r.status == "published"} == {"same"}
    assert len([r for r in run.rings if r.status == "published"]) == 3


def test_without_a_pointer_the_newest_is_a_whole_run(city: Workspace) -> None:
    kept(city, "district=990102")
    pointer = city.runs / "latest"
    named = pointer.read_text(encoding="utf-8")
    pointer.unlink()
    try:
        newest = Runs(city.runs).newest()
        assert newest is not None
        assert Runs(city.runs).get(newest).info.scope == ""
    finally:
        pointer.write_text(named, encoding="utf-8")


def test_what_if_on_a_kept_run_stays_in_its_scope(city: Workspace) -> None:
    run_id, _ = kept(city, "insured=98")
    found = what_if(city, {}, run=run_id)
    assert (found.kept, found.won, found.lost) == (1, (), ())


def run(city: Workspace, *args: str) -> Any:
    params = [part for name, value in QUICK.items() for part in ("--param", f"{name}={value:g}")]
    command = [*args, *(params if args[0] == "scan" else []), "--workspace", str(city.root), "--lang", "en"]
    done = CliRunner().invoke(cli, command)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_on_the_command_line(city: Workspace) -> None:
    before = sorted(p.name for p in city.runs.iterdir())
    text = run(city, "scan", "--scope", "district=990101")
    assert text.startswith("Scope: institutions in district 990101\n")
    assert text.rstrip().endswith("1 suspected rings, 0 demoted. No run was written.")
    found = json.loads(run(city, "scan", "--scope", "district=990101", "--format", "json"))
    assert found == here(city, parse("district=990101"), Parameters(QUICK)).to_dict()
    assert sorted(p.name for p in city.runs.iterdir()) == before


def test_keep_on_the_command_line(city: Workspace) -> None:
    said = run(city, "scan", "--scope", f"institutions={SHOPS[0]}", "--keep")
    run_id = said.split()[1].rstrip(":")
    assert said == f"Run {run_id}: 1 suspected rings, 0 demoted. See: graphfraud rings --run {run_id}\n"
    (ring,) = json.loads(run(city, "rings", "--run", run_id, "--format", "json"))["rings"]
    assert {m["id"] for m in ring["members"] if m["kind"] == "patient"} == set(EAST)
    listed = json.loads(run(city, "runs", "list", "--format", "json"))["runs"]
    assert {r["run_id"]: r.get("scope") for r in listed}[run_id] == f"institutions={SHOPS[0]}"
    assert f"institutions={SHOPS[0]}" in run(city, "runs", "show", run_id)
    whole = json.loads(run(city, "rings", "--format", "json"))
    assert whole["run"]["run_id"] == Runs(city.runs).newest()
    assert "scope" not in whole["run"]


def test_a_tip_in_a_kept_scope(city: Workspace) -> None:
    args = ("--scope", "district=990101", "--keep", "--seed-entity", "patient:C0", "--format", "json")
    (around,) = json.loads(run(city, "scan", *args))["around"]
    assert [r["ties"][0]["tie"] for r in around["rings"]] == ["member"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--scope", "distrct=1"), "Did you mean 'district'"),
        (("--scope", "district=99", "--from", "2025-01-01"), "Write the days into the scope"),
        (("--keep",), "--scope"),
        (("--scope", "district=99", "--seed-entity", "C0"), "--keep"),
    ],
)
def test_wrong_usage(city: Workspace, args: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(cli, ["scan", *args, "--workspace", str(city.root)])
    assert (done.exit_code, said in done.output) == (2, True), done.output


COMMAND = [sys.executable, "-m", "graphfraud", "scan", "--param", "decoys=2", "--param", "stability_runs=4"]


@pytest.mark.timeout(300)
def test_the_same_bytes_killed_or_not(city: Workspace, tmp_path: Path) -> None:
    order = in_scope(parse("district=990101"), Parameters(QUICK))
    made().load(tmp_path / "a")
    fresh = Workspace(tmp_path / "a")
    scan(fresh, Order(parameters=Parameters(QUICK)))
    newest = Runs(fresh.runs).newest()
    began = time.monotonic()
    command = [*COMMAND, "--scope", "district=990101", "--keep", "--workspace", str(fresh.root)]
    rng = random.Random(3)
    for _ in range(4):
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5 + 3 * rng.random())
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert Runs(fresh.runs).newest() == newest
    assert time.monotonic() - began < 250
    run_id, _ = scan(fresh, order)
    other, _ = scan(city, order)
    assert run_id == other
    names = ("rings.json", "links.parquet", "gatherings.parquet", "parameters.yml")
    assert all((fresh.runs / run_id / n).read_bytes() == (city.runs / run_id / n).read_bytes() for n in names)
    assert not list(fresh.runs.glob(".*"))
