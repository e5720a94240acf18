"""Relations among some entities: hops with their settlements, institutions of one owner."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphfraud.errors import SettingError
from graphfraud.store.base import MOST_BETWEEN, EntityRef, GraphStore, Relation
from tests.conformance.store.city import D1, D2, patient

A1, A2, A3, H1, K1 = patient("A1"), patient("A2"), patient("A3"), EntityRef("hospital", "H1"), EntityRef("clinic", "K1")
DOCTOR = EntityRef("doctor", D1)


def day(text: str) -> str:
    return f"2025-{text}:00+08:00"


def test_hops_with_both_ends_inside(store: GraphStore) -> None:
    assert store.between((H1, DOCTOR, A2)) == (
        Relation("PRACTISES_AT", DOCTOR, H1, 4, day("01-01T08:00"), day("03-01T08:00"), Decimal("81.00")),
        Relation("TREATED_BY", A2, DOCTOR, 2, day("01-01T08:10"), day("01-01T08:10"), Decimal("11.00")),
        Relation("VISITED", A2, H1, 2, day("01-01T08:10"), day("01-01T08:10"), Decimal("11.00")),
    )


def test_the_same_whatever_the_order(store: GraphStore) -> None:
    asked = (A1, A2, A3, H1, K1, DOCTOR, EntityRef("doctor", D2), EntityRef("doctor", "H1/7"))
    found = store.between(asked)
    assert found == store.between(asked[::-1])
    assert [(r.kind, r.a.id, r.b.id) for r in found if r.kind == "VISITED"] == [
        ("VISITED", "A1", "H1"),
        ("VISITED", "A2", "K1"),
        ("VISITED", "A2", "H1"),
        ("VISITED", "A3", "K1"),
    ]


@pytest.mark.parametrize("asked", [(), (A1,), (A1, A3), (patient("A9"), H1), (patient("nobody"), H1)])
def test_nothing_between(store: GraphStore, asked: tuple[EntityRef, ...]) -> None:
    assert store.between(asked) == ()


def test_too_many(store: GraphStore) -> None:
    with pytest.raises(SettingError):
        store.between(tuple(patient(str(i)) for i in range(MOST_BETWEEN + 1)))
