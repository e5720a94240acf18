"""Runs and rings: listing, filtering, sorting, paging."""

from __future__ import annotations

from decimal import Decimal

import pytest

from graphfraud.errors import NotFoundError, SettingError
from graphfraud.store.base import Coverage, EntityRef, GraphStore, RingFilter
from tests.conformance.store import city


def ids(store: GraphStore, filter: RingFilter = RingFilter(), **how: object) -> list[str]:  # noqa: B008 - frozen
    return [ring.ring_id for ring in store.rings(filter, **how).rings]  # type: ignore[arg-type]


def test_runs_newest_first(store: GraphStore) -> None:
    assert [(run.run_id, run.published, run.demoted) for run in store.runs()] == [("run2", 2, 1), ("run1", 2, 0)]


def test_newest_run_is_the_default(store: GraphStore) -> None:
    assert store.run().run_id == "run2"
    assert store.run("run1").started_at == "2025-06-01T10:00:00+08:00"


def test_unknown_run(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match="'run9'") as caught:
        store.run("run9")
    assert (caught.value.kind, caught.value.id) == ("run", "run9")


def test_rings_come_back_as_written(store: GraphStore) -> None:
    assert list(store.rings().rings) == city.rings()


def test_ring_of_an_older_run(store: GraphStore) -> None:
    assert store.ring("R1", run="run1").patients == ("A1", "A2", "A4")
    assert store.ring("R1").patients == ("A1", "A2", "A3", "A4")


def test_unknown_ring_names_near_ones(store: GraphStore) -> None:
    with pytest.raises(NotFoundError, match="R4") as caught:
        store.ring("R4")
    assert "R3" in caught.value.hint


@pytest.mark.parametrize(
    ("filter", "expected"),
    [
        (RingFilter(schemes=("co_swipe",)), ["R2"]),
        (RingFilter(schemes=("co_swipe", "fake_stay")), ["R1", "R2", "R3"]),
        (RingFilter(status="demoted"), ["R3"]),
        (RingFilter(min_score=0.6), ["R1", "R3"]),
        (RingFilter(min_fund=Decimal("900.00")), ["R2"]),
        (RingFilter(entity=EntityRef("patient", "A3")), ["R1", "R2"]),
        (RingFilter(entity=EntityRef("patient", "A1X")), ["R1"]),
        (RingFilter(entity=EntityRef("doctor", "A3")), []),
        (RingFilter(text="r2"), ["R2"]),
        (RingFilter(text="a1x"), ["R1"]),
        (RingFilter(text="第一医院"), ["R1"]),
        (RingFilter(text="A4", status="published"), ["R1"]),
        (RingFilter(institution="P1"), ["R2"]),
        (RingFilter(institution="A3"), []),
        (RingFilter(district="990101"), ["R1"]),
        (RingFilter(district="9901"), ["R1"]),
        (RingFilter(district="990102"), []),  # K1 lies there, and is in no ring
        (RingFilter(min_size=3), ["R1"]),
        (RingFilter(events=("new",)), ["R2", "R3"]),
        (RingFilter(events=("grown", "shrunk")), ["R1"]),
        (RingFilter(decision="none"), ["R1", "R2", "R3"]),
        (RingFilter(assignee="none"), ["R1", "R2", "R3"]),
        (RingFilter(schemes=("fake_stay",), district="9901", min_size=4, events=("grown",), status="demoted"), []),
    ],
)
def test_filter(store: GraphStore, filter: RingFilter, expected: list[str]) -> None:
    assert ids(store, filter) == expected


@pytest.mark.parametrize(
    ("sort", "descending", "expected"),
    [
        ("rank", True, ["R3", "R2", "R1"]),
        ("score", True, ["R1", "R3", "R2"]),
        ("fund_pay_sumamt", True, ["R2", "R1", "R3"]),  # R1 and R3 tie: rank decides
        ("fund_pay_sumamt", False, ["R1", "R3", "R2"]),
        ("size", False, ["R2", "R3", "R1"]),
        ("acct_pay", True, ["R1", "R2", "R3"]),
        ("stability", True, ["R1", "R2", "R3"]),
    ],
)
def test_sort(store: GraphStore, sort: str, descending: bool, expected: list[str]) -> None:
    assert ids(store, sort=sort, descending=descending) == expected


def test_unknown_sort_names_the_nearest(store: GraphStore) -> None:
    with pytest.raises(SettingError) as caught:
        store.rings(sort="scores")
    assert caught.value.nearest == "score"


def test_page_says_how_many_match(store: GraphStore) -> None:
    page = store.rings(RingFilter(schemes=("fake_stay",)), offset=1, limit=1)
    assert ([r.ring_id for r in page.rings], page.matching, page.total) == (["R3"], 2, 3)


def test_links_and_gatherings_of_one_ring(store: GraphStore) -> None:
    assert store.links("R2").select(["ring_id", "a", "b"]).to_pylist() == [{"ring_id": "R2", "a": "A3", "b": "A5"}]
    rows = store.gatherings("R2")
    assert rows.column_names == city.gatherings([]).column_names
    assert rows["patient"].to_pylist() == ["A3", "A5"]


def test_links_of_an_unknown_ring(store: GraphStore) -> None:
    with pytest.raises(NotFoundError):
        store.links("R9")


def test_districts_of_institutions(store: GraphStore) -> None:
    assert store.districts() == {"H1": "990101", "K1": "990102"}


def test_coverage_is_the_runs(store: GraphStore) -> None:
    assert store.coverage() == (
        Coverage("scheme", "fake_stay", "on", ()),
        Coverage("scheme", "after_death", "off", ("death_reg.death_date",)),
        Coverage("signal", "one_owner", "weak", ("medins_info_b.uscc",)),
    )


def test_a_settlement_counts_once_and_refunds_are_netted(store: GraphStore) -> None:
    found = store.netted(("s07", "s01", "s01", "s09", "s10", "s13", "no such"))
    # s09 was refunded by s10 and s13 is void.
    assert [tuple(row.values()) for row in found.to_pylist()] == [
        ("s01", "H1", Decimal("100.00"), Decimal("60.00"), Decimal("0.00")),
        ("s07", "P1", Decimal("15.00"), Decimal("0.00"), Decimal("15.00")),
    ]
    assert found.column_names[1:3] == ["fixmedins_code", "medfee_sumamt"]


def test_nothing_adds_nothing(store: GraphStore) -> None:
    assert store.netted(()).num_rows == 0


def test_freshness(store: GraphStore) -> None:
    shown = store.freshness()
    assert shown["newest_run"] == "run2"
    assert shown["data_version"] == city.DATA
    assert shown["newest_settlement"] == "2025-03-01T08:00:00+08:00"
