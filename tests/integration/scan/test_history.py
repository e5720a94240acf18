"""A ring through the runs: size, money and members of each, as it grows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from graphfraud.errors import NotFoundError
from graphfraud.parameters import Parameters
from graphfraud.scan.pipeline import Order, scan
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.ring_history import history
from graphfraud.workspace import Workspace
from tests.claims import Town, swipes
from tests.integration.scan.scanning import QUICK, rings

CARDS, LATE = [f"C{i}" for i in range(8)], ["C8", "C9"]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOPS = ["P99010000001", "P99010000002"]


def test_a_ring_through_three_runs(tmp_path: Path) -> None:
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS, DAYS, SHOPS)
    town.live_apart()
    folder = tmp_path / "w"
    town.load(folder)
    (old,) = rings(folder)
    # A run that doesn't look for the ring's scheme leaves no step.
    scan(Workspace(folder), Order(("fake_stay",), parameters=Parameters(QUICK)))
    later = Town()
    swipes(later, [*CARDS, *LATE], [301, 308, 319, 327, 338, 341], SHOPS, seed=8)
    for row in later.setl_d:
        row["setl_id"] = "T" + row["setl_id"]
    later.load(folder)
    (new,) = rings(folder)
    store = EmbeddedStore(folder)
    first, second = history(store, None, new.ring_id)
    assert [(s.ring.ring_id, s.ring.lineage.event) for s in (first, second)] == [
        (old.ring_id, "grown"),
        (old.ring_id, "new"),
    ]
    assert (first.joined, first.left) == (tuple(LATE), ())
    assert (second.joined, second.left) == ((), ())
    assert [s.ring.amounts.medfee_sumamt for s in (first, second)] == [
        Decimal(100 * (len(CARDS) * len(DAYS) + 10 * 6)),
        Decimal(100 * len(CARDS) * len(DAYS)),
    ]
    assert first.run.run_id == store.run().run_id
    assert history(store, second.run.run_id, old.ring_id) == (second,)
    with pytest.raises(NotFoundError):
        history(store, None, "R0")
