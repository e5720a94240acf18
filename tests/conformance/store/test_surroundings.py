"""What lies around an entity: nearest first, ties by kind and id, hubs reached and not passed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graphfraud.errors import NotFoundError, SettingError
from graphfraud.store.base import EntityRef, GraphStore
from tests.conformance.store.city import D1, D2, patient

A1 = patient("A1")
ONE_HOP = ["patient:A1", f"doctor:{D1}", "doctor:H1/7", "hospital:H1"]
TWO_HOPS = [*ONE_HOP, "patient:A2"]
THREE_HOPS = [*TWO_HOPS, "clinic:K1", f"doctor:{D2}"]


@pytest.mark.parametrize(("hops", "found"), [(1, ONE_HOP), (2, TWO_HOPS), (3, THREE_HOPS)])
def test_nearest_first(store: GraphStore, hops: int, found: list[str]) -> None:
    assert [str(ref) for ref in store.surroundings(A1, hops=hops)] == found


def test_everything_that_hangs_together(store: GraphStore) -> None:
    found = {str(ref) for ref in store.surroundings(A1, hops=20)}
    assert found == {*THREE_HOPS, "patient:A3", "pharmacy:P1", "patient:A4"}


def test_at_most_so_many(store: GraphStore) -> None:
    assert [str(ref) for ref in store.surroundings(A1, hops=3, limit=6)] == THREE_HOPS[:6]


def test_a_hub_is_reached_and_not_passed(open_store: Callable[[int], GraphStore]) -> None:
    # H1 has four neighbours, D1 and the other hubs at most three.
    found = open_store(2).surroundings(patient("A4"), hops=4)
    assert [str(ref) for ref in found] == ["patient:A4", "pharmacy:P1", "patient:A3"]
    everybody = open_store(500).surroundings(patient("A4"), hops=4)
    assert [str(ref) for ref in everybody[3:]] == ["clinic:K1", f"doctor:{D2}", "patient:A2"]


def test_the_start_is_passed_though_a_hub(open_store: Callable[[int], GraphStore]) -> None:
    found = open_store(3).surroundings(EntityRef("hospital", "H1"), hops=1)
    assert [str(ref) for ref in found] == ["hospital:H1", f"doctor:{D1}", "doctor:H1/7", "patient:A1", "patient:A2"]


def test_an_alias_is_its_patient(store: GraphStore) -> None:
    assert store.surroundings(patient("A1X"), hops=2) == store.surroundings(A1, hops=2)


def test_without_a_claim_there_is_nothing_around(store: GraphStore) -> None:
    assert store.surroundings(patient("A9")) == (patient("A9"),)


def test_unknown(store: GraphStore) -> None:
    with pytest.raises(NotFoundError):
        store.surroundings(patient("nobody"))


@pytest.mark.parametrize("how", [{"hops": 0}, {"hops": 21}, {"limit": 0}])
def test_limits(store: GraphStore, how: dict[str, int]) -> None:
    with pytest.raises(SettingError) as caught:
        store.surroundings(A1, **how)  # type: ignore[arg-type]
    assert caught.value.name in how
