"""A patient's course: gaps, and what can't both be true."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pytest

from graphfraud.store.course import Gap, Visit, gaps, overlaps, visits


def stay(setl_id: str, place: str, begin: str, end: str) -> Visit:
    first, last = date.fromisoformat(begin), date.fromisoformat(end)
    return Visit(
        setl_id, place, datetime(last.year, last.month, last.day, 15), first, last, True, Decimal(1), Decimal(1)
    )


def visit(setl_id: str, place: str, day: str) -> Visit:
    at = date.fromisoformat(day)
    return Visit(setl_id, place, datetime(at.year, at.month, at.day, 9), at, at, False, Decimal(1), Decimal(1))


def test_gaps_count_from_the_end_of_a_stay_and_come_longest_first() -> None:
    course = [
        visit("v1", "A", "2025-01-01"),
        stay("s1", "A", "2025-01-11", "2025-03-01"),
        visit("v2", "A", "2025-01-20"),
        visit("v3", "A", "2025-03-31"),
    ]
    assert gaps(course, 10) == (
        Gap(date(2025, 3, 1), date(2025, 3, 31), 30),
        Gap(date(2025, 1, 1), date(2025, 1, 11), 10),
    )
    assert [gap.days for gap in gaps(course, 11)] == [30]
    assert gaps([], 1) == ()


@pytest.mark.parametrize(
    ("other", "clash"),
    [
        (stay("o", "B", "2025-01-15", "2025-01-30"), True),
        (stay("o", "B", "2025-01-10", "2025-01-12"), True),
        (stay("o", "B", "2025-01-20", "2025-01-25"), False),  # moved on the day of discharge
        (stay("o", "A", "2025-01-15", "2025-01-30"), False),  # the same place
        (visit("o", "B", "2025-01-15"), True),
        (visit("o", "B", "2025-01-10"), False),  # before admission
        (visit("o", "B", "2025-01-20"), False),  # on the way home
        (visit("o", "A", "2025-01-15"), False),
    ],
)
def test_what_lies_inside_a_stay_elsewhere_clashes(other: Visit, clash: bool) -> None:
    own = stay("s", "A", "2025-01-10", "2025-01-20")
    for course in ([own, other], [other, own]):
        assert [{o.stay.setl_id, o.other.setl_id} for o in overlaps(course)] == ([{"s", "o"}] if clash else [])


def test_one_visit_in_two_stays_clashes_with_both() -> None:
    course = [
        stay("s1", "A", "2025-01-01", "2025-01-20"),
        stay("s2", "B", "2025-01-05", "2025-01-25"),
        visit("v", "C", "2025-01-10"),
    ]
    pairs = [(o.stay.setl_id, o.other.setl_id) for o in overlaps(course)]
    assert pairs == [("s1", "s2"), ("s1", "v"), ("s2", "v")]


def test_a_stay_without_dates_or_with_dates_turned_round_counts_on_its_day() -> None:
    row = {
        "setl_id": "s",
        "fixmedins_code": "A",
        "setl_time": datetime(2025, 2, 1, 10),
        "begndate": None,
        "enddate": date(2025, 2, 1),
        "stay": True,
        "medfee_sumamt": Decimal("10.00"),
        "fund_pay_sumamt": None,
    }
    turned = {**row, "begndate": date(2025, 2, 5)}
    for found in visits(pa.Table.from_pylist([row, turned])):
        assert (found.begin, found.end) == (date(2025, 2, 1), date(2025, 2, 1))
        assert (found.medfee, found.fund) == (Decimal("10.00"), Decimal(0))
