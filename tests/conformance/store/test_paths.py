"""Paths: shortest first, ties by node sequence, hubs avoided, each hop with its claims."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from graphfraud.errors import NotFoundError, SettingError
from graphfraud.store.base import EntityRef, GraphStore, Path
from tests.conformance.store.city import D1, D2, patient

A1, A2, A3, A4 = (patient(id) for id in ("A1", "A2", "A3", "A4"))
H1 = EntityRef("hospital", "H1")


def ids(paths: tuple[Path, ...]) -> list[list[str]]:
    return [[node.id for node in path.nodes] for path in paths]


def test_ties_by_kind_then_id(store: GraphStore) -> None:
    assert ids(store.paths(A1, A4, k=10).paths) == [
        ["A1", D1, "A2", "K1", "A3", "P1", "A4"],
        ["A1", D1, "A2", D2, "A3", "P1", "A4"],
        ["A1", "H1", "A2", "K1", "A3", "P1", "A4"],
        ["A1", "H1", "A2", D2, "A3", "P1", "A4"],
    ]


def test_longer_paths_follow(store: GraphStore) -> None:
    assert ids(store.paths(A1, A2, k=10).paths) == [
        ["A1", D1, "A2"],
        ["A1", "H1", "A2"],
        ["A1", D1, "H1", "A2"],
        ["A1", "H1/7", "H1", "A2"],
        ["A1", "H1", D1, "A2"],
        ["A1", "H1/7", "H1", D1, "A2"],
    ]


def test_k_and_max_hops(store: GraphStore) -> None:
    assert len(store.paths(A1, A2, k=2).paths) == 2
    assert len(store.paths(A1, A2, k=10, max_hops=3).paths) == 5
    assert store.paths(A1, A4, max_hops=5).paths == ()


def test_hops_hold_their_claims(store: GraphStore) -> None:
    (path,) = store.paths(A1, A2, k=1).paths
    assert [(h.kind, h.setl_ids, h.settlements) for h in path.hops] == [
        ("TREATED_BY", ("s01", "s03"), 2),
        ("TREATED_BY", ("s04", "s12"), 2),
    ]
    (other,) = store.paths(EntityRef("doctor", "H1/7"), EntityRef("doctor", D1), k=1).paths
    assert [(h.kind, h.setl_ids) for h in other.hops] == [
        ("PRACTISES_AT", ("s02",)),
        ("PRACTISES_AT", ("s01", "s04", "s12", "s03")),
    ]


def test_alias_is_an_end(store: GraphStore) -> None:
    assert ids(store.paths(patient("A1X"), A2, k=1).paths) == [["A1", D1, "A2"]]


def test_hubs_avoided(open_store: Callable[[int], GraphStore]) -> None:
    store = open_store(3)  # H1 has four neighbours, everybody else at most three
    found = store.paths(A1, A2, k=10)
    assert ids(found.paths) == [["A1", D1, "A2"]]
    assert found.hubs_avoided == 1
    through = store.paths(A1, A2, k=10, avoid_hubs=False)
    assert (len(through.paths), through.hubs_avoided) == (6, 0)


def test_ends_are_never_avoided(open_store: Callable[[int], GraphStore]) -> None:
    found = open_store(3).paths(H1, A2, k=1)
    assert (ids(found.paths), found.hubs_avoided) == ([["H1", "A2"]], 0)


@pytest.mark.parametrize("other", ["A5", "A9"])
def test_no_path(store: GraphStore, other: str) -> None:
    found = store.paths(A1, patient(other))
    assert (found.paths, found.complete) == ((), True)


def test_json_form(store: GraphStore) -> None:
    assert store.paths(A1, H1, k=1).to_dict() == {
        "paths": [
            {
                "nodes": [{"kind": "patient", "id": "A1"}, {"kind": "hospital", "id": "H1"}],
                "hops": [{"kind": "VISITED", "setl_ids": ["s01", "s02", "s03"], "settlements": 3}],
            }
        ],
        "searched": {"max_hops": 6, "hubs_avoided": 0},
    }


def test_unknown_end(store: GraphStore) -> None:
    with pytest.raises(NotFoundError):
        store.paths(A1, patient("nobody"))


@pytest.mark.parametrize("how", [{"max_hops": 0}, {"max_hops": 21}, {"k": 0}, {"k": 1001}])
def test_limits(store: GraphStore, how: dict[str, int]) -> None:
    with pytest.raises(SettingError) as caught:
        store.paths(A1, A2, **how)  # type: ignore[arg-type]
    assert caught.value.name in how


def test_same_ends(store: GraphStore) -> None:
    with pytest.raises(SettingError):
        store.paths(A1, patient("A1X"))
