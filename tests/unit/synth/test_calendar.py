from __future__ import annotations

import numpy as np
import pytest

from graphfraud.synth.calendar import Calendar


@pytest.mark.parametrize(
    ("start", "months", "days"),
    [("2025-01-01", 12, 365), ("2024-01-01", 12, 366), ("2025-03-15", 6, 184), ("2024-12-01", 3, 90)],
)
def test_length_of_the_period(start: str, months: int, days: int) -> None:
    assert Calendar.of(start, months).days == days


def test_weekdays_count_from_monday() -> None:
    calendar = Calendar.of("2025-01-01", 1)  # a Wednesday
    assert calendar.weekday(np.arange(7)).tolist() == [2, 3, 4, 5, 6, 0, 1]


def test_holidays_of_2025() -> None:
    calendar = Calendar.of("2025-01-01", 12)
    dates = [str(calendar.dates[d]) for d in calendar.holidays()]
    assert len(dates) == 1 + 7 + 3 + 5 + 7
    assert {"2025-01-01", "2025-01-29", "2025-02-04", "2025-05-01", "2025-10-07"} <= set(dates)
    assert not {"2025-01-28", "2025-02-05", "2025-10-08"} & set(dates)


def test_weights_add_up_and_follow_weekday_holiday_and_season() -> None:
    calendar = Calendar.of("2025-01-01", 12)
    weights = calendar.weights((1, 1, 1, 1, 1, 0.5, 0.25), 0.1)
    assert weights.sum() == pytest.approx(1.0)
    monday, sunday = calendar.day("2025-06-02"), calendar.day("2025-06-08")
    assert weights[sunday] / weights[monday] == pytest.approx(0.25)
    assert weights[calendar.day("2025-10-06")] / weights[calendar.day("2025-10-13")] == pytest.approx(0.1)
    assert weights[calendar.day("2025-12-01")] / weights[monday] == pytest.approx(1.15 / 0.92)


def test_dates_and_times() -> None:
    calendar = Calendar.of("2025-01-31", 2)
    second = np.array([86_400 + 3_661])
    assert str(calendar.date_of(second)[0]) == "2025-02-01"
    assert str(calendar.time_of(second)[0]) == "2025-02-01T01:01:01"
