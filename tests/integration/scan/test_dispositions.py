"""A dismissed ring stays out of the queue over scans, until it has materially grown."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphfraud.model.ring import Ring
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.workspace import Workspace
from tests.claims import Town, swipes
from tests.integration.scan.scanning import rings

CARDS = [f"C{i}" for i in range(8)]
DAYS = [3, 17, 29, 66, 101, 148, 190, 233, 290]
SHOPS = ["P99010000001", "P99010000002"]


@pytest.fixture
def dismissed(tmp_path: Path) -> Workspace:
    town = Town()
    town.ordinary(1)
    swipes(town, CARDS, DAYS, SHOPS)
    workspace = Workspace(tmp_path / "w")
    town.load(workspace.root)
    (ring,) = rings(workspace.root)
    Dispositions(workspace).add(ring, "run", "dismissed", "one bus", who="Chen", when="2026-01-02T08:00:00+08:00")
    return workspace


def later(workspace: Workspace, cards: list[str], days: list[int]) -> Ring:
    """Load further days, scan, and give the one ring as the store shows it."""
    town = Town()
    swipes(town, cards, days, SHOPS, seed=8)
    for row in town.setl_d:
        row["setl_id"] = "T" + row["setl_id"]
    town.load(workspace.root)
    rings(workspace.root)
    (ring,) = EmbeddedStore(workspace).rings().rings
    return ring


def test_a_scan_of_other_parameters_keeps_it_dismissed(dismissed: Workspace) -> None:
    (raw,) = rings(dismissed.root, seed=9)
    assert raw.status == "published"  # what the scan itself found is kept as it is
    (ring,) = EmbeddedStore(dismissed).rings().rings
    assert (ring.status, ring.status_reason) == ("demoted", "dismissed")


def test_a_little_growth_keeps_it_dismissed(dismissed: Workspace) -> None:
    ring = later(dismissed, CARDS, [301])
    assert ring.amounts.settlements == 80
    assert ring.status_reason == "dismissed"


def test_it_is_back_when_it_has_grown_and_says_so(dismissed: Workspace) -> None:
    ring = later(dismissed, [*CARDS, "C8", "C9"], [301, 308, 319, 327, 338, 341])
    assert (ring.status, ring.lineage.event) == ("published", "grown")
    assert ring.disposition is not None
    assert ring.disposition.changed is not None
    assert ring.disposition.changed.en == (
        "since it was dismissed on 2026-01-02: 2 new members, +83% fees, 60 new settlements behind the evidence"
    )
