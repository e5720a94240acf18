"""The address of the queue as filters, and what a saved view keeps of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.components import ring_filters
from app.components.saved_views import opened, query_of
from app.place import Place
from graphfraud.model.saved_view import SavedView
from graphfraud.store.base import RingFilter

EVERY = {
    "scheme": "fake_stay",
    "status": "demoted",
    "reason": "family",
    "q": "H1",
    "district": "990101",
    "inst": "H1",
    "line": "grown",
    "mark": "changed",
    "to": "陈",
    "fund": "10,000.50",
    "size": "5",
    "min": "0.5",
}


def at(**params: str) -> Place:
    return Place.read({"view": "rings", **params})


def test_every_filter_of_the_address() -> None:
    assert ring_filters.filter_of(at(**EVERY)) == RingFilter(
        schemes=("fake_stay",),
        status="demoted",
        text="H1",
        min_score=0.5,
        min_fund=Decimal("10000.50"),
        reason="family",
        institution="H1",
        district="990101",
        min_size=5,
        events=("grown",),
        decision="changed",
        assignee="陈",
        one_a_gang=True,
    )
    assert set(EVERY) == set(ring_filters.FILTERS)


def test_no_filter() -> None:
    assert ring_filters.filter_of(at()) == RingFilter(one_a_gang=True)
    assert ring_filters.filter_of(at(gangs="off")) == RingFilter()


@pytest.mark.parametrize("typed", ["many", "nan", "inf", "1e", "--"])
@pytest.mark.parametrize("name", ring_filters.LEAST)
def test_what_is_no_number_does_not_filter(name: str, typed: str) -> None:
    assert ring_filters.filter_of(at(**{name: typed})) == RingFilter(one_a_gang=True)


def test_a_part_of_a_patient_counts_up() -> None:
    assert ring_filters.filter_of(at(size="4.2")).min_size == 5


def test_an_unknown_status_does_not_filter() -> None:
    assert ring_filters.filter_of(at(status="nonsense")).status is None


@pytest.mark.parametrize(("typed", "expected"), [("size", "size"), ("nonsense", "rank"), ("", "rank")])
def test_sort(typed: str, expected: str) -> None:
    assert ring_filters.sort_of(at(sort=typed)) == expected


def test_a_view_keeps_filters_and_order_but_no_page_and_no_run() -> None:
    place = at(scheme="fake_stay", sort="size", gangs="off", page="3", run="r1")
    assert query_of(place) == {"scheme": "fake_stay", "sort": "size", "gangs": "off"}


def test_the_view_that_is_open_is_known_by_its_filters() -> None:
    view = SavedView(1, 1, "a", {"scheme": "fake_stay", "q": "H1"}, False, "陈", "2025-07-02T09:00:00+08:00")
    assert opened(at(q="H1", scheme="fake_stay", page="2"), (view,)) == view
    assert opened(at(q="H1"), (view,)) is None
