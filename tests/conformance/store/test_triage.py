"""Deciding on many rings, giving them to someone, and taking it back: every store shows it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.errors import InputError, NotFoundError
from graphfraud.store.base import GraphStore, RingFilter
from graphfraud.store.triage import Triage
from graphfraud.workspace import Workspace
from tests.conformance.store import city
from tests.conformance.store.conftest import STORES, opener


@pytest.fixture
def made(tmp_path: Path) -> Workspace:
    return city.build(tmp_path)


@pytest.fixture(params=STORES)
def own(request: pytest.FixtureRequest, made: Workspace) -> GraphStore:
    return opener(request.param, made, request)(500)


@pytest.fixture
def triage(own: GraphStore, made: Workspace) -> Triage:
    return Triage(own, made, own.run().run_id, "Chen")


def ids(store: GraphStore, **filter: object) -> list[str]:
    return [ring.ring_id for ring in store.rings(RingFilter(**filter)).rings]  # type: ignore[arg-type]


def test_many_decisions_in_one_act(own: GraphStore, triage: Triage) -> None:
    done = triage.decide(["R1", "R2"], "dismissed", "one bus")
    assert [(d.number, d.ring_id, d.who) for d in own.dispositions()] == [(1, "R1", "Chen"), (2, "R2", "Chen")]
    assert ids(own, status="published") == []
    assert ids(own, decision="dismissed") == ["R1", "R2"]
    assert ids(own, decision="none") == ["R3"]
    assert (done.what, done.rings) == ("dismissed", ("R1", "R2"))


def test_undo_restores_each_ring_and_deletes_nothing(own: GraphStore, triage: Triage) -> None:
    triage.decide(["R2"], "confirmed", "seen twice")
    before = own.rings()
    done = triage.decide(["R1", "R2"], "dismissed", "one bus")
    triage.undo(done, "undone:")
    assert [(d.ring_id, d.label, d.reason) for d in own.dispositions()] == [
        ("R2", "confirmed", "seen twice"),
        ("R1", "dismissed", "one bus"),
        ("R2", "dismissed", "one bus"),
        ("R1", "open", "undone:"),
        ("R2", "confirmed", "undone: seen twice"),
    ]
    assert [(r.ring_id, r.rank, r.status) for r in own.rings().rings] == [
        (r.ring_id, r.rank, r.status) for r in before.rings
    ]
    assert ids(own, decision="confirmed") == ["R2"]


def test_a_ring_that_came_back_is_open_again_after_undo(own: GraphStore, made: Workspace) -> None:
    Triage(own, made, "run1", "Chen").decide(["R1"], "dismissed", "one bus")
    assert ids(own, decision="changed") == ["R1"]
    triage = Triage(own, made, "run2", "Chen")
    triage.undo(triage.decide(["R1"], "dismissed", "seen again"), "undone:")
    assert own.ring("R1").status == "published"
    assert own.dispositions()[-1].label == "open"


def test_assigning_and_taking_back(own: GraphStore, triage: Triage) -> None:
    triage.assign(["R1"], "Wang")
    done = triage.assign(["R1", "R3"], " Li ")
    assert ids(own, assignee="Li") == ["R1", "R3"]
    assert ids(own, assignee="Wang") == []
    assert ids(own, assignee="none") == ["R2"]
    triage.undo(done, "undone:")
    assert ids(own, assignee="Wang") == ["R1"]
    assert ids(own, assignee="none") == ["R2", "R3"]
    assert [(a.ring_id, a.to, a.who) for a in own.assignments()] == [
        ("R1", "Wang", "Chen"),
        ("R1", "Li", "Chen"),
        ("R3", "Li", "Chen"),
        ("R3", "", "Chen"),
        ("R1", "Wang", "Chen"),
    ]


def test_an_unknown_ring_stops_the_whole_act(own: GraphStore, triage: Triage) -> None:
    with pytest.raises(NotFoundError):
        triage.decide(["R1", "R9"], "dismissed", "one bus")
    with pytest.raises(NotFoundError):
        triage.assign(["R1", "R9"], "Li")
    assert (own.dispositions(), own.assignments()) == ((), ())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_decision_needs_a_reason_of_some_length(own: GraphStore, triage: Triage, reason: str) -> None:
    with pytest.raises(InputError):
        triage.decide(["R1"], "dismissed", reason)
    assert own.dispositions() == ()


def test_a_name_has_an_end(own: GraphStore, triage: Triage) -> None:
    with pytest.raises(InputError, match="65 characters"):
        triage.assign(["R1"], "x" * 65)
    assert own.assignments() == ()
