"""When visits happen: days by season and weekday, hours by the rhythm of the place."""

from __future__ import annotations

import numpy as np

from graphfraud.synth.calendar import DAY_S, Floats, Ints
from graphfraud.synth.city import City
from graphfraud.synth.institutions import CLINIC, HOSPITAL, PHARMACY

# Relative number of visits a half-hour from 7:00 to 22:00; doctors rest from noon to two.
_CARE = [
    2,
    6,
    10,
    12,
    12,
    11,
    10,
    8,
    5,
    3,
    1.5,
    1.5,
    1.5,
    3,
    6,
    8,
    8,
    7,
    5,
    4,
    2,
    1.5,
    1,
    1,
    0.7,
    0.5,
    0.4,
    0.3,
    0.2,
    0.1,
]
_SHOP = [1, 2, 4, 6, 7, 8, 8, 7, 5, 4, 3.5, 3, 3, 4, 5, 5, 5, 5, 5, 6, 6, 6, 7, 8, 8, 7, 5, 3, 2, 1]
# Monday to Sunday, and the factor of public holidays.
DAYS = {
    HOSPITAL: ((1.25, 1.15, 1.1, 1.05, 1.0, 0.6, 0.45), 0.35),
    CLINIC: ((1.15, 1.05, 1.0, 1.0, 1.05, 0.95, 0.8), 0.5),
    PHARMACY: ((0.97, 0.95, 0.96, 0.97, 1.0, 1.1, 1.08), 0.8),
}


def days(city: City, rng: np.random.Generator, n: int, kind: int) -> Ints:
    """Draw `n` days as institutions of the kind see them."""
    weekday, holiday = DAYS[kind]
    cumulative = np.cumsum(city.calendar.weights(weekday, holiday))
    return np.minimum(np.searchsorted(cumulative, rng.random(n)), city.calendar.days - 1)


def moments(city: City, rng: np.random.Generator, inst: Ints, day: Ints) -> Ints:
    """Draw a time of the day for each visit inside the institution's opening hours, and give seconds."""
    shop = city.institutions.kind[inst] == PHARMACY
    second = np.where(shop, _hours(rng, len(inst), _SHOP), _hours(rng, len(inst), _CARE))
    opens, closes = city.institutions.opens[inst], city.institutions.closes[inst]
    redrawn = opens + rng.random(len(inst)) * (closes - opens)
    inside = (second >= opens) & (second < closes)
    return _open_day(city, inst, day) * DAY_S + np.where(inside, second, redrawn).astype(np.int64)


def _hours(rng: np.random.Generator, n: int, weights: list[float]) -> Floats:
    cumulative = np.cumsum(weights) / np.sum(weights)
    half_hour = np.searchsorted(cumulative, rng.random(n))
    return 25_200 + 1800 * (half_hour + rng.random(n))


def _open_day(city: City, inst: Ints, day: Ints) -> Ints:
    """Move visits of closed Sundays to the Saturday before (the first day of the period stays)."""
    closed = (city.calendar.weekday(day) == 6) & ~city.institutions.sunday[inst]
    return np.asarray(np.maximum(day - closed, 0))
