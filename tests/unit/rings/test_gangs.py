from __future__ import annotations

from dataclasses import replace

import pytest

from graphfraud.model.ring import Related, Ring
from graphfraud.rings.gangs import lead
from tests.conformance.store import city


def rings(related: str) -> list[Ring]:
    """Give rings A, B, C, D in rank order; `related` names the pairs, as in "AB CD"."""
    pairs = [set(pair) for pair in related.split()]
    made = []
    for rank, name in enumerate("ABCD", start=1):
        near = tuple(Related(o, "patients", ()) for o in "ABCD" if {name, o} in pairs)
        made.append(replace(city.ring(name, rank, (f"{name}1", f"{name}2")), related=near))
    return made


@pytest.mark.parametrize(
    ("related", "expected"),
    [
        ("", "ABCD"),
        ("AB", "AACD"),
        ("AB AC AD", "AAAA"),
        ("AB BC", "AACD"),  # C is related to B only, and B leads nothing
        ("BC BD AD", "ABBA"),  # two leads: the stronger one
        ("CD", "ABCC"),
    ],
)
def test_the_strongest_related_ring_leads(related: str, expected: str) -> None:
    assert [ring.gang for ring in lead(rings(related))] == list(expected)


@pytest.mark.parametrize("related", ["AB BC CD", "AC BC BD", "AB AC BC CD"])
def test_no_two_leads_are_related(related: str) -> None:
    leads = {r.ring_id for r in lead(rings(related)) if r.lead is None}
    assert [pair for pair in related.split() if set(pair) <= leads] == []
