"""Whatever the seed: valid identities, payments and fee lines that add up, members who exist."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graphfraud.synth.city import build_city
from graphfraud.synth.generate import Wish, happen
from graphfraud.synth.identity import check_digit


@given(seed=st.integers(0, 2**32), coverage=st.floats(0, 1))
@settings(max_examples=6, deadline=None)
def test_any_city_adds_up(seed: int, coverage: float) -> None:
    wish = Wish(persons=1_000, seed=seed, months=6, household_coverage=coverage)
    city = build_city(wish.seed, wish.persons, wish.start, wish.months)
    found = happen(wish, city)
    bills, lines = found.bills, found.lines
    assert np.array_equal(bills.fee, bills.fund + bills.acct + bills.cash + bills.waived)
    assert np.array_equal(np.bincount(lines.bill, lines.amount, len(bills)).astype(np.int64), bills.fee)
    assert np.array_equal(bills.fee[bills.origin >= 0], -bills.fee[bills.origin[bills.origin >= 0]])
    assert len(np.unique(bills.setl_id)) == len(bills)
    assert bills.visit.time.min() >= 0
    assert bills.visit.time.max() < city.calendar.days * 86_400
    meeting = [ring for scheme, ring in found.rings if scheme in ("fake_stay", "co_swipe")]
    assert len(meeting) == 6
    assert all(len(r.patients) >= 5 for r in meeting)
    assert all(len(np.unique(city.people.kin[r.patients])) == len(r.patients) for _, r in found.rings)
    assert all(len(r.patients) or r.accomplices for _, r in found.rings)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 16), st.integers(1, 9))
def test_check_digit_catches_each_wrong_digit(body: str, at: int, by: int) -> None:
    wrong = body[:at] + str((int(body[at]) + by) % 10) + body[at + 1 :]
    assert check_digit(wrong) != check_digit(body)


@given(st.text("0123456789", min_size=17, max_size=17), st.integers(0, 15))
def test_check_digit_catches_swapped_neighbours(body: str, at: int) -> None:
    swapped = body[:at] + body[at + 1] + body[at] + body[at + 2 :]
    assert (check_digit(swapped) == check_digit(body)) == (body[at] == body[at + 1])
