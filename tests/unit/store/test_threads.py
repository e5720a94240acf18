"""One store serves many sessions at once: an explorer shares it between its threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from graphfraud.store.base import EntityRef
from graphfraud.store.embedded import EmbeddedStore
from tests.conformance.store import city


def answers(store: EmbeddedStore) -> list[Any]:
    a, b = city.patient("A1"), city.patient("A4")
    return [
        store.rings(),
        store.claims(("s01", "s04")).to_pylist(),
        store.entity(a),
        store.neighbours(EntityRef("hospital", "H1")),
        store.paths(a, b, k=10),
        store.gatherings("R1").to_pylist(),
    ]


def test_threads_get_the_same_answers(tmp_path: Path) -> None:
    workspace = city.build(tmp_path)
    expected = answers(EmbeddedStore(workspace))
    shared = EmbeddedStore(workspace)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: answers(shared), range(40)))
    assert all(one == expected for one in found)
