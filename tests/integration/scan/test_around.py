"""From a tip: rings that the entity is in or touches, what is close with its settlements, and pairs too weak."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import graphfraud
from graphfraud.cli.main import cli
from graphfraud.errors import NotFoundError
from graphfraud.scan.around import Around
from tests.claims import Town, at, swipes
from tests.integration.ingest.loading import load
from tests.integration.scan.scanning import manifest, rings

CARDS = [f"R{i}" for i in range(6)]
SHOPS = ["H99010000000", "H99010000001"]
FRIENDS = ["F0", "F1", "F2"]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS, range(10, 90, 10), SHOPS)
    swipes(town, FRIENDS, (14, 41, 83, 133), SHOPS, seed=6)
    for day in (20, 50):
        town.settle("V", SHOPS[1 if day == 20 else 0], at(day, 1100))
    town.settle("Z1", "C99010000077", at(200))
    town.settle("Z2", "C99010000077", at(230), dr_code="D990101000001")
    town.settle("Z1", SHOPS[0], at(210))
    town.psn_info_b = [
        {"psn_no": p, "psn_name": "欧阳小芳", "certno": f"11010119900101{i:04d}"} for i, p in enumerate("VZ")
    ]
    town.psn_info_b += [{"psn_no": p, "psn_name": "张丽芳", "certno": "110101199001019999"} for p in ("R0", "R0b")]
    root = tmp_path_factory.mktemp("around") / "w"
    town.load(root)
    rings(root, first=None, last=None, schemes=("co_swipe",))
    return root


def around(workspace: Path, entity: str) -> Around:
    return graphfraud.open(workspace).around(entity)


def seen(found: Around) -> list[tuple[str, list[str]]]:
    return [(t.ring.status, [tie.kind for tie in t.ties]) for t in found.rings]


def test_a_member_by_any_of_its_numbers(workspace: Path) -> None:
    found = around(workspace, "R0b")
    assert str(found.seed) == "patient:R0"
    (touched,) = found.rings
    assert set(touched.ring.patients) == set(CARDS)
    assert [(t.kind, t.role, len(t.setl_ids)) for t in touched.ties] == [
        ("member", "member", 0),
        ("settlements", "", 8),
    ]
    assert found.weak is not None
    assert found.weak.pairs == ()


def test_one_who_was_where_the_ring_gathered_that_day(workspace: Path) -> None:
    (touched,) = around(workspace, "V").rings
    assert [t.kind for t in touched.ties] == ["gathering"]
    rows = graphfraud.open(workspace).timeline("V")
    assert set(touched.ties[0].setl_ids) == set(rows["setl_id"])


def test_pairs_and_groups_too_weak_for_a_ring(workspace: Path) -> None:
    found = around(workspace, "F1")
    assert found.weak is not None
    assert [(p.a, p.b, p.observed) for p in sorted(found.weak.pairs, key=lambda p: (p.a, p.b))] == [
        ("F0", "F1", 4),
        ("F0", "F2", 4),
        ("F1", "F2", 4),
    ]
    assert found.weak.groups == (tuple(FRIENDS),)
    assert all(p.expected < 0.4 and p.p_value < 0.001 and len(p.setl_ids) == 8 for p in found.weak.pairs)


def test_an_institution_is_given_its_rings_and_the_pairs_that_met_there(workspace: Path) -> None:
    found = around(workspace, SHOPS[0])
    assert any(set(t.ring.patients) == set(CARDS) for t in found.rings)
    assert found.weak is not None
    assert {(p.a, p.b) for p in found.weak.pairs} >= {("F0", "F1"), ("F0", "F2"), ("F1", "F2")}
    here = set(graphfraud.open(workspace).timeline(SHOPS[0], limit=10_000)["setl_id"])
    assert all(set(p.setl_ids) <= here for p in found.weak.pairs)


def test_the_closest_come_with_the_settlements_that_connect(workspace: Path) -> None:
    found = around(workspace, "Z1")
    near = {str(n.ref): n for n in found.closest}
    assert next(str(n.ref) for n in found.closest if n.ref.kind == "patient") == "patient:Z2"
    place = near["clinic:C99010000077"]
    assert [(len(p.hops), p.hops[0].settlements) for p in place.paths] == [(1, 1)]
    (path,) = near["patient:Z2"].paths
    assert [str(n) for n in path.nodes] == ["patient:Z1", "clinic:C99010000077", "patient:Z2"]
    stored = graphfraud.open(workspace).timeline("Z2")
    assert path.hops[1].setl_ids == tuple(stored["setl_id"])
    assert all(n.closeness > 1 for n in found.closest)


def invoke(workspace: Path, *args: str) -> Result:
    more = (
        "--schemes",
        "co_swipe",
        "--param",
        "decoys=2",
        "--param",
        "stability_runs=4",
        "--workspace",
        str(workspace),
    )
    return CliRunner().invoke(cli, ["scan", *args, *more])


def test_command_reuses_the_scan_and_prints_json(workspace: Path) -> None:
    done = invoke(workspace, "--seed-entity", "R0", "--seed-entity", SHOPS[0], "--format", "json")
    assert done.exit_code == 0, done.output
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["run"]["run_id"] == manifest(workspace)["run"]["run_id"]
    assert [a["seed"] for a in answer["around"]] == [
        {"kind": "patient", "id": "R0"},
        {"kind": "clinic", "id": SHOPS[0]},
    ]
    assert answer["around"] == [around(workspace, e).to_dict() for e in ("R0", SHOPS[0])]
    assert "nothing new" in done.stderr


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        ("en", ("Around patient F1", "F0 and F1 met 4 times", "3 people hang together: F0, F1, F2", "not findings")),
        ("zh", ("围绕线索对象：参保人 F1", "F0 与 F1 一同出现 4 次", "相互关联的 3 人", "不是认定结论")),
    ],
)
def test_command_tells_it_in_words(workspace: Path, lang: str, sentences: tuple[str, ...]) -> None:
    done = invoke(workspace, "--seed-entity", "patient:F1", "--lang", lang)
    assert done.exit_code == 0, done.output
    assert [s for s in sentences if s not in done.stdout] == []


def test_names_are_masked(workspace: Path) -> None:
    done = invoke(workspace, "--seed-entity", "R0", "--lang", "zh")
    assert "张*芳" in done.stdout
    assert "张丽芳" not in done.stdout


def test_unknown_entity_is_an_error_that_names_near_ones(workspace: Path) -> None:
    with pytest.raises(NotFoundError, match="R00"):
        around(workspace, "R00")
    done = invoke(workspace, "--seed-entity", "patient:R00")
    assert isinstance(done.exception, NotFoundError)
    assert (done.exit_code, done.exception.message) == (1, "There is no entity 'patient:R00'")
    assert "patient:R0" in done.exception.hint


def test_after_the_registers_changed_the_pairs_are_not_guessed(workspace: Path) -> None:
    late = Town(household=[{"psn_no": "F0", "hh_id": "1"}, {"psn_no": "F1", "hh_id": "1"}])
    assert load(workspace, late.save(workspace.parent / "late")).code == 0
    found = around(workspace, "F1")
    assert (found.weak, found.to_dict()["weak_pairs"]) == (None, None)
    assert found.closest
