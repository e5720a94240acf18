"""Decisions on rings, and gangs: every store shows them alike, at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphfraud.model.ring import Related
from graphfraud.store.base import EntityRef, GraphStore, RingFilter
from graphfraud.store.dispositions import Dispositions
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.conformance.store.conftest import STORES, opener

GANGS = "run3"


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    """Give a city whose third and newest run has R1 and R3 in one gang."""
    workspace = city.build(tmp_path)
    first, second, third = city.rings()
    first = replace(first, related=(Related("R3", "patients", (("patient", "A5"),)),))
    third = replace(third, related=(Related("R1", "patients", (("patient", "A5"),)),), lead="R1")
    city.write_run(workspace, GANGS, "2025-08-01T10:00:00+08:00", [first, second, third])
    return workspace


@pytest.fixture(params=STORES)
def own(request: pytest.FixtureRequest, made: Workspace) -> GraphStore:
    return opener(request.param, made, request)(500)


def dismiss(workspace: Workspace, store: GraphStore, ring_id: str, label: str = "dismissed") -> None:
    ring = store.ring(ring_id)
    when = "2025-08-02T10:00:00+08:00"
    Dispositions(workspace).add(ring, store.run().run_id, label, "one bus", who="Chen", when=when)


def test_no_decision(own: GraphStore) -> None:
    assert own.dispositions() == ()
    assert [r.disposition for r in own.rings().rings] == [None] * 3


def test_a_decision_takes_effect_at_once_everywhere(own: GraphStore, made: Workspace) -> None:
    assert own.ring("R1").status == "published"
    dismiss(made, own, "R1")
    assert [d.ring_id for d in own.dispositions()] == ["R1"]
    assert [(r.ring_id, r.rank) for r in own.rings().rings] == [("R2", 1), ("R1", 2), ("R3", 3)]
    assert [r.ring_id for r in own.rings(RingFilter(status="published")).rings] == ["R2"]
    assert [r.ring_id for r in own.rings(RingFilter(reason="dismissed")).rings] == ["R1"]
    assert own.ring("R1") == own.rings().rings[1]
    assert own.entity(EntityRef("patient", "A3")).rings == (("R2", "member"), ("R1", "member"))
    assert own.ring("R1", run="run1").status_reason == "dismissed"
    dismiss(made, own, "R1", "open")
    assert [r.ring_id for r in own.rings(RingFilter(status="published")).rings] == ["R1", "R2"]


def test_a_gang_is_shown_once_with_the_others_beside(own: GraphStore) -> None:
    page = own.rings(RingFilter(one_a_gang=True))
    assert ([r.ring_id for r in page.rings], page.matching, page.total) == (["R1", "R2"], 2, 3)
    assert {lead: [r.ring_id for r in others] for lead, others in page.gangs.items()} == {"R1": ["R3"]}
    assert [r.ring_id for r in own.rings().rings] == ["R1", "R2", "R3"]


def test_a_filter_that_leaves_the_lead_out_shows_the_next(own: GraphStore) -> None:
    page = own.rings(RingFilter(status="demoted", one_a_gang=True))
    assert [r.ring_id for r in page.rings] == ["R3"]
    assert [r.ring_id for r in page.gangs["R3"]] == ["R1"]


def test_sorting_keeps_the_best_ranked_of_a_gang(own: GraphStore) -> None:
    page = own.rings(RingFilter(one_a_gang=True), sort="size")
    assert [r.ring_id for r in page.rings] == ["R2", "R1"]


def test_runs_of_before_know_no_gangs(own: GraphStore) -> None:
    assert own.rings(RingFilter(one_a_gang=True), run="run2").gangs == {}
