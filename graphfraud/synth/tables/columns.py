"""Arrow columns from the generator's numbers: money, dates, ids, optional text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.synth.calendar import Calendar, Ints
from graphfraud.synth.institutions import Bools

Any_ = npt.NDArray[np.generic]


def money(cents: Ints) -> pa.Array:
    """Give yuan with two decimals."""
    return _decimal(cents, 2, 16)


def quantity(units: Ints) -> pa.Array:
    """Give whole numbers as quantities."""
    return pa.array(units)


def price(amount: Ints, cnt: Ints) -> pa.Array:
    """Give the price of one piece in yuan with six decimals, for `amount` cents of `cnt` pieces."""
    return _decimal(np.rint(np.abs(amount) * 10_000 / np.abs(cnt)).astype(np.int64), 6, 18)


def _decimal(units: Ints, scale: int, precision: int) -> pa.Array:
    """Read whole units as decimals: Arrow keeps a decimal as a 128-bit whole number."""
    words = np.empty((len(units), 2), np.int64)
    words[:, 0] = units
    words[:, 1] = units >> 63
    return pa.Array.from_buffers(pa.decimal128(precision, scale), len(units), [None, pa.py_buffer(words)])


def number(ids: Ints, present: Bools | None = None) -> pa.Array:
    """Give ids as text, null where `present` is false."""
    return pc.cast(pa.array(ids, mask=None if present is None else ~present), pa.string())


def text(values: Any_, present: Bools | None = None) -> pa.Array:
    """Give text, null where `present` is false."""
    return pa.array(values.astype(object), pa.string(), mask=None if present is None else ~present)


def lookup(values: Any_, index: Ints, present: Bools | None = None) -> pa.Array:
    """Give `values[index]` as text, null where `present` is false."""
    at = pa.array(np.maximum(index, 0), mask=None if present is None else ~present)
    return pa.array(values.astype(object), pa.string()).take(at)


def flag(values: Bools) -> pa.Array:
    """Give `1` for true and `0` for false."""
    return lookup(np.array(["0", "1"]), values.astype(np.int64))


def date(calendar: Calendar, seconds: Ints) -> pa.Array:
    """Give the date of each time."""
    return pa.array(calendar.date_of(seconds))


def time(calendar: Calendar, seconds: Ints) -> pa.Array:
    """Give date and time."""
    return pa.array(calendar.time_of(seconds))
