"""The days of the sample period: weekdays, public holidays, seasons.

Times in the generator are whole seconds since midnight of the first day, days are whole days since it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DAY_S = 86_400
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# First day of the lunar year, general knowledge (published by the State Council each autumn).
SPRING_FESTIVAL = {
    2020: "01-25",
    2021: "02-12",
    2022: "02-01",
    2023: "01-22",
    2024: "02-10",
    2025: "01-29",
    2026: "02-17",
    2027: "02-06",
    2028: "01-26",
    2029: "02-13",
    2030: "02-03",
}
FIXED_HOLIDAYS = (("01-01", 1), ("04-04", 3), ("05-01", 5), ("10-01", 7))
# January to December: winters bring colds, summers are quiet.
SEASON = np.array([1.15, 0.95, 1.08, 1.0, 0.97, 0.92, 0.9, 0.9, 0.95, 1.0, 1.06, 1.15])


@dataclass(frozen=True, slots=True)
class Calendar:
    """A period of `days` days from `start`."""

    start: np.datetime64
    days: int

    @classmethod
    def of(cls, start: str, months: int) -> Calendar:
        """Give the period of `months` months that begins on the day `start` (YYYY-MM-DD)."""
        first = np.datetime64(start, "D")
        month = first.astype("datetime64[M]")
        end = (month + months).astype("datetime64[D]") + (first - month.astype("datetime64[D]"))
        return cls(first, int((end - first).astype(int)))

    @property
    def dates(self) -> npt.NDArray[np.datetime64]:
        """Every date of the period."""
        return self.start + np.arange(self.days)

    def weekday(self, day: Ints) -> Ints:
        """Give 0 (Monday) to 6 (Sunday) for each day number."""
        offset = int((self.start.astype("datetime64[D]").astype(np.int64) + 3) % 7)
        return (day + offset) % 7

    def weights(self, weekday: tuple[float, ...], holiday: float) -> Floats:
        """Give the relative number of visits of each day: season x weekday x holiday factor."""
        month = self.dates.astype("datetime64[M]").astype(np.int64) % 12
        weight = SEASON[month] * np.array(weekday)[self.weekday(np.arange(self.days))]
        weight[self.holidays()] *= holiday
        return np.asarray(weight / weight.sum())

    def holidays(self) -> Ints:
        """Give the day numbers of public holidays."""
        first, last = int(str(self.start)[:4]), int(str(self.dates[-1])[:4])
        runs = [(f"{y}-{d}", n) for y in range(first, last + 1) for d, n in FIXED_HOLIDAYS]
        runs += [(f"{y}-{SPRING_FESTIVAL.get(y, '02-05')}", 7) for y in range(first, last + 1)]
        found = [np.arange(n) + self.day(d) for d, n in runs]
        all_days = np.unique(np.concatenate(found))
        return all_days[(all_days >= 0) & (all_days < self.days)]

    def day(self, date: str) -> int:
        """Give the day number of a date, which may lie outside the period."""
        return int((np.datetime64(date, "D") - self.start).astype(int))

    def date_of(self, seconds: Ints) -> npt.NDArray[np.datetime64]:
        """Give the date of each time."""
        return self.start + seconds // DAY_S

    def time_of(self, seconds: Ints) -> npt.NDArray[np.datetime64]:
        """Give the date and time of each time."""
        return np.asarray(self.start.astype("datetime64[s]") + seconds)
