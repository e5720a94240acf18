"""A run summed up: each settlement once, money where it was settled, what has gone since the run before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from graphfraud.model.ring import Amounts, Evidence, Ring, Text
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.summary import UNKNOWN, run_before, summary
from graphfraud.workspace import Workspace
from tests.conformance.store import city


def resting_on(ring: Ring, *setl_ids: str) -> Ring:
    return replace(ring, evidence=(Evidence("co_stay", Text("证据", "evidence"), 1.0, 0.1, 0.1, setl_ids),))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Give a city whose third run has two published rings that share s01, and a demoted one."""
    workspace = city.build(tmp_path)
    first, second, third = city.rings()
    rings = [resting_on(first, "s01", "s05"), resting_on(second, "s01", "s08"), resting_on(third, "s11")]
    city.write_run(workspace, "run3", "2025-08-01T10:00:00+08:00", rings)
    return workspace


def test_a_settlement_in_two_rings_counts_once(workspace: Workspace) -> None:
    found = summary(EmbeddedStore(workspace), "run3")
    # s01 100.00, s05 30.00, s08 25.00; s11 is behind a demoted ring only.
    assert found.amounts == Amounts(Decimal("155.00"), Decimal("80.00"), Decimal("25.00"), 3)
    assert found.shared == 1


def test_by_scheme_each_has_its_own_money(workspace: Workspace) -> None:
    found = summary(EmbeddedStore(workspace), "run3")
    fake, swipe = found.schemes["fake_stay"], found.schemes["co_swipe"]
    assert list(found.schemes) == ["co_swipe", "fake_stay"]
    assert (fake.published, fake.demoted, dict(fake.events)) == (1, 1, {"grown": 1})
    assert (swipe.published, swipe.demoted, dict(swipe.events)) == (1, 0, {"new": 1})
    assert (fake.amounts.medfee_sumamt, swipe.amounts.medfee_sumamt) == (Decimal("130.00"), Decimal("125.00"))


def test_by_district_money_counts_where_it_was_settled(workspace: Workspace) -> None:
    found = summary(EmbeddedStore(workspace), "run3")
    # H1 lies in 990101, K1 in 990102; P1 and K2 aren't registered. R1 is at H1, R2 at P1, R3 at K2.
    money = {district: part.amounts.medfee_sumamt for district, part in found.districts.items()}
    assert money == {UNKNOWN: Decimal("25.00"), "990101": Decimal("100.00"), "990102": Decimal("30.00")}
    counts = {district: (part.published, part.demoted) for district, part in found.districts.items()}
    assert counts == {UNKNOWN: (1, 1), "990101": (1, 0), "990102": (0, 0)}


def test_what_has_gone_since_the_run_before(workspace: Workspace) -> None:
    store = EmbeddedStore(workspace)
    found = summary(store, "run2")
    assert found.before is not None
    assert found.before.run_id == "run1"
    assert [ring.ring_id for ring in found.gone] == ["R0"]
    assert found.schemes["fake_stay"].gone == 1
    assert summary(store, "run3").gone == ()


def test_the_first_run_has_none_before(workspace: Workspace) -> None:
    store = EmbeddedStore(workspace)
    found = summary(store, "run1")
    assert (found.before, found.gone) == (None, ())
    newest = run_before(store, "run3")
    assert newest is not None
    assert newest.run_id == "run2"
