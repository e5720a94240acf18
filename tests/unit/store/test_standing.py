"""What a decision makes of a ring: out of the queue until it has materially grown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from graphfraud.model.disposition import Disposition, Snapshot
from graphfraud.model.ring import Amounts, Evidence, Related, Ring, Text
from graphfraud.parameters import Parameters
from graphfraud.store.standing import judged
from tests.conformance.store import city

TEN = tuple(f"A{i}" for i in range(10))


def ring(ring_id: str = "R1", rank: int = 1, patients: tuple[str, ...] = TEN, **changes: object) -> Ring:
    made = city.ring(ring_id, rank, patients)
    return replace(made, **changes)  # type: ignore[arg-type]


def decision(of: Ring, label: str = "dismissed", number: int = 1) -> Disposition:
    at = "2025-07-02T09:00:00+08:00"
    return Disposition(number, of.ring_id, "run1", label, "one bus", "Chen", at, Snapshot.of(of))


def fees(yuan: str) -> Amounts:
    return Amounts(Decimal(yuan), Decimal("1.00"), Decimal("0.00"), 3)


def proof(signal: str, n: int) -> Evidence:
    return Evidence(signal, Text("", ""), 1.0, 0.1, 0.01, tuple(f"s{i:02d}" for i in range(n)))


def one(now: Ring, *decisions: Disposition, **parameters: float) -> Ring:
    return judged([now], decisions, Parameters(parameters))[0]


def test_without_decisions_nothing_moves() -> None:
    rings = (ring(), ring("R2", 2))
    assert judged(rings, [], Parameters()) == rings


def test_a_dismissed_ring_leaves_the_queue_and_the_others_move_up() -> None:
    rings = [ring("R1", 1), ring("R2", 2, ("B1", "B2")), ring("R3", 3, ("C1", "C2"), status="demoted")]
    found = judged(rings, [decision(rings[0])], Parameters())
    assert [(r.ring_id, r.rank, r.status) for r in found] == [
        ("R2", 1, "published"),
        ("R1", 2, "demoted"),
        ("R3", 3, "demoted"),
    ]
    assert found[1].status_reason == "dismissed"
    assert found[1].disposition is not None
    assert (found[1].disposition.reason, found[1].disposition.who) == ("one bus", "Chen")


def test_the_next_ring_leads_the_gang_of_a_dismissed_one() -> None:
    rings = [
        ring("R1", 1, related=(Related("R2", "patients", ()),)),
        ring("R2", 2, ("B1",), related=(Related("R1", "patients", ()),), lead="R1"),
    ]
    found = judged(rings, [decision(rings[0])], Parameters())
    assert [(r.ring_id, r.gang) for r in found] == [("R2", "R2"), ("R1", "R2")]


CHANGES = [
    ("one of ten joins", {"patients": (*TEN, "B1")}, None),
    ("two of ten join", {"patients": (*TEN, "B1", "B2")}, "2 new members"),
    ("half have left", {"patients": TEN[:5]}, None),
    ("fees up by less", {"amounts": fees("146.00")}, None),
    ("fees up by a fifth", {"amounts": fees("146.40")}, "+20% fees"),
    ("fees down", {"amounts": fees("10.00")}, None),
    ("few more settlements", {"evidence": (proof("co_stay", 12),)}, None),
    ("many more settlements", {"evidence": (proof("co_stay", 13),)}, "3 new settlements behind the evidence"),
    ("evidence of a new kind", {"evidence": (proof("co_stay", 10), proof("co_visit", 1))}, "1 new kind of evidence"),
]


@pytest.mark.parametrize(("now", "said"), [(n, s) for _, n, s in CHANGES], ids=[c[0] for c in CHANGES])
def test_what_is_material(now: dict[str, object], said: str | None) -> None:
    then = ring(evidence=(proof("co_stay", 10),), amounts=fees("122.00"))
    again = ring(**({"evidence": then.evidence, "amounts": then.amounts} | now))  # type: ignore[arg-type]
    found = one(again, decision(then))
    assert found.disposition is not None
    if said is None:
        assert (found.status_reason, found.disposition.changed) == ("dismissed", None)
        return
    assert (found.status, found.status_reason) == ("published", None)
    assert found.disposition.changed is not None
    assert found.disposition.changed.en == f"since it was dismissed on 2025-07-02: {said}"


def test_everything_that_grew_is_said_once_one_thing_is_material() -> None:
    now = ring(patients=(*TEN, "B1", "B2", "B3"), amounts=fees("173.24"))
    found = one(now, decision(ring(amounts=fees("122.00"))))
    assert found.disposition is not None
    assert found.disposition.changed == Text(
        "自2025-07-02排除以来：新增成员3个，费用增加42%",
        "since it was dismissed on 2025-07-02: 3 new members, +42% fees",
    )


def test_the_shares_are_parameters() -> None:
    grown = ring(patients=(*TEN, "B1"))
    assert one(grown, decision(ring()), reopen_member_share=0.1).status == "published"
    more = ring(patients=(*TEN, *(f"B{i}" for i in range(8))))
    assert one(more, decision(ring()), reopen_member_share=0.9).status == "demoted"


@pytest.mark.parametrize("label", ["open", "confirmed"])
def test_the_last_decision_counts(label: str) -> None:
    found = one(ring(), decision(ring()), decision(ring(), label, 2))
    assert found.disposition is not None
    assert (found.status, found.disposition.label) == ("published", label)


def test_the_parts_of_a_dismissed_ring_stay_dismissed() -> None:
    found = judged([ring("R1", 1, TEN[:5]), ring("R9", 2, TEN[5:])], [decision(ring())], Parameters())
    assert [r.status_reason for r in found] == ["dismissed", "dismissed"]


@pytest.mark.parametrize(
    "now", [ring("R9", 1, (*TEN[5:], "B1")), ring("R9", 1, TEN[5:], scheme="co_swipe")], ids=["with another", "scheme"]
)
def test_another_ring_is_not_dismissed_with_it(now: Ring) -> None:
    found = one(now, decision(ring()))
    assert (found.status, found.disposition) == ("published", None)


def test_a_dismissed_ring_leaves_the_possible_families() -> None:
    doubtful = ring(status="demoted", status_reason="possible_family")
    assert one(doubtful, decision(doubtful)).status_reason == "dismissed"
