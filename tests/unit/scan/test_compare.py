"""Which rings a what-if wins and loses: by lineage, so that a ring under another id is still the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphfraud.model.ring import Lineage, Ring
from graphfraud.parameters import Parameters
from graphfraud.scan.whatif import compare
from tests.conformance.store import city


def ring(ring_id: str, *previous: str, reason: str | None = None) -> Ring:
    made = city.ring(ring_id, 1, ("A", "B"), status="demoted" if reason else "published", reason=reason)
    return replace(made, lineage=Lineage("same", previous))


CASES: list[tuple[str, list[Ring], list[Ring], list[tuple[str, str | None]], list[tuple[str, str | None]], int]] = [
    ("the same", [ring("R1")], [ring("R1", "R1")], [], [], 1),
    ("grown under another id", [ring("R1")], [ring("R2", "R1")], [], [], 1),
    ("two merged", [ring("R1"), ring("R2")], [ring("R1", "R1", "R2")], [], [], 2),
    ("split", [ring("R1")], [ring("R1", "R1"), ring("R9", "R1")], [], [], 1),
    ("split, the rest demoted", [ring("R1")], [ring("R1", "R1", reason="weak"), ring("R9", "R1")], [], [], 1),
    ("gone", [ring("R1")], [], [], [("R1", None)], 0),
    ("demoted", [ring("R1")], [ring("R1", "R1", reason="weak")], [], [("R1", "weak")], 0),
    ("new", [], [ring("R1")], [("R1", None)], [], 0),
    ("published at last", [ring("R1", reason="weak")], [ring("R1", "R1")], [("R1", "weak")], [], 0),
    ("demoted before and after", [ring("R1", reason="weak")], [ring("R1", "R1", reason="chance")], [], [], 0),
]


@pytest.mark.parametrize(
    ("before", "now", "won", "lost", "kept"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_won_and_lost(
    before: list[Ring],
    now: list[Ring],
    won: list[tuple[str, str | None]],
    lost: list[tuple[str, str | None]],
    kept: int,
) -> None:
    found_won, found_lost, found_kept = compare(before, now, [], Parameters())
    assert [(m.ring.ring_id, m.was) for m in found_won] == won
    assert [(m.ring.ring_id, m.now) for m in found_lost] == lost
    assert found_kept == kept
