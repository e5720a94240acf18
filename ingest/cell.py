"""Read one cell exactly: text as it stands in a file → typed value, or `Unreadable` with a reason code.

These functions are the reference; `ingest.column` only does the same faster for whole columns. An empty cell
gives None. Times are wall clock in UTC+8; a time that names its own zone is converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

ID_LENGTH = 64
CHINA = timezone(timedelta(hours=8))
# Full-width forms differ from ASCII by a fixed step; U+3000 is their space, U+2212 the minus of word processors.
HALF_WIDTH = {0xFEE0 + c: c for c in range(0x21, 0x7F)} | {0x3000: 0x20, 0x2212: 0x2D}
# White space taken off both ends of a cell; the last three: no-break space, zero-width space, BOM.
WHITE = " \t\n\v\f\r\u3000\u00a0\u200b\ufeff"
# What databases and data frames write for nothing.
EMPTY = frozenset({"", "NULL", "Null", "null", "(NULL)", "(null)", "[NULL]", "<null>", "<NA>", "None", "\\N"})
# Nobody is called that; in a number it is an error of the source.
NO_ID = EMPTY | {"NaN", "nan"}

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?([eE][-+]?\d{1,3})?")
_CURRENCY = re.compile(r"RMB|CNY|[¥￥元]", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?")
_ZONE = re.compile(r"(?:Z|UTC|([-+])(\d{2}):?(\d{2})?)", re.IGNORECASE)
_COMPACT = re.compile(r"\d{8}(?:\d{6})?")
# Marks by which exports tell a spreadsheet that a number is text: ="0012" and '0012.
_TEXT_MARK = re.compile(r"=\"(.*)\"|'(.*)", re.DOTALL)
# A long number that went through a spreadsheet (1.23E+17): its last digits are lost, and different ids look alike.
_SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+\d+")
# A whole number that went through a float.
_WHOLE = re.compile(r"(\d+)\.0+")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
# Excel counts days from here. Shorter numbers are rather a year (2024) than a day before May 1927.
_SERIAL_ZERO = datetime(1899, 12, 30)
_FIRST_SERIAL = 10_000
YEARS = range(1900, 2200)


class Unreadable(ValueError):
    """A cell that can't be read: `reason` is a code of the contract, the text says what was found."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


Cell = str | Decimal | float | date | datetime | None
Read = Callable[[str], Cell]


def shown(text: str) -> str:
    """Give a cell's text short enough for a message."""
    return repr(text if len(text) <= 40 else text[:37] + "...")


def read_text(text: str) -> str | None:
    """Give the text without the white space round it."""
    found = text.strip(WHITE)
    return None if found in EMPTY else found


def read_id(text: str) -> str | None:
    """Give an identifier in half-width characters, without the marks of a spreadsheet.

    Raises:
        Unreadable: longer than 64 characters (`too_long`), or a number that a spreadsheet shortened (`bad_number`).
    """
    found = text.translate(HALF_WIDTH).strip(WHITE)
    if marked := _TEXT_MARK.fullmatch(found):
        found = (marked[1] or marked[2] or "").strip(WHITE)
    if whole := _WHOLE.fullmatch(found):
        found = whole[1]
    if len(found) > ID_LENGTH:
        raise Unreadable("too_long", f"{len(found)} characters, at most {ID_LENGTH}: {shown(found)}")
    if _SHORTENED.fullmatch(found):
        raise Unreadable("bad_number", f"a spreadsheet cut digits off this id; export it as text: {shown(found)}")
    return None if found in NO_ID else found


def read_number(text: str, places: int, digits: int) -> Decimal | None:
    """Give a decimal with `places` decimals, halves rounded away from zero, `digits` significant digits at most.

    Thousands separators, currency signs, exponents and full-width digits are understood.

    Raises:
        Unreadable: not a number, or too large (`bad_number`).
    """
    found = _CURRENCY.sub("", text.translate(HALF_WIDTH)).strip(WHITE)
    if found in EMPTY:
        return None
    if not _NUMBER.fullmatch(found) or not any(c.isdigit() for c in re.split("[eE]", found)[0]):
        raise Unreadable("bad_number", f"not a number: {shown(text)}")
    value = Decimal(found.replace(",", ""))
    if value and value.adjusted() >= digits - places:
        raise Unreadable("bad_number", f"number too large: {shown(text)}")
    # A tiny exponent would make quantize count thousands of digits; it is zero at this scale anyway.
    rounded = value if value.adjusted() > -30 else Decimal(0)
    rounded = rounded.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    if rounded and rounded.adjusted() >= digits - places:
        raise Unreadable("bad_number", f"number too large: {shown(text)}")
    return rounded if rounded else abs(rounded)


def read_money(text: str) -> Decimal | None:
    """Give yuan with two decimals.

    Raises:
        Unreadable: see `read_number`.
    """
    return read_number(text, 2, 16)


def read_quantity(text: str) -> Decimal | None:
    """Give a quantity with six decimals.

    Raises:
        Unreadable: see `read_number`.
    """
    return read_number(text, 6, 18)


def read_real(text: str) -> float | None:
    """Give a float from a number under a thousand million with nine decimals (longitude, latitude).

    Raises:
        Unreadable: see `read_number`.
    """
    value = read_number(text, 9, 18)
    return None if value is None else float(value)


@lru_cache(maxsize=1 << 16)
def read_time(text: str) -> datetime | None:
    """Give wall-clock time in UTC+8; a date alone is its midnight.

    Raises:
        Unreadable: in none of the known forms, no such day, or before 1900 (`bad_date`); after 2199 (`future_date`).
    """
    found = text.translate(HALF_WIDTH).strip(WHITE)
    if found in EMPTY:
        return None
    try:
        value = _time(found)
    except (ValueError, OverflowError) as e:
        raise Unreadable("bad_date", f"not a date: {shown(text)}") from e
    if value is None or value.year < YEARS.start:
        raise Unreadable("bad_date", f"not a date: {shown(text)}")
    if value.year >= YEARS.stop:
        raise Unreadable("future_date", f"too far in the future: {shown(text)}")
    return value


def read_date(text: str) -> date | None:
    """Give the day; a time of day is dropped.

    Raises:
        Unreadable: see `read_time`.
    """
    value = read_time(text)
    return None if value is None else value.date()


def _time(text: str) -> datetime | None:
    if _COMPACT.fullmatch(text):
        return datetime.strptime(text, "%Y%m%d" if len(text) == 8 else "%Y%m%d%H%M%S")
    if _SERIAL.fullmatch(text):
        days = float(text)
        # A serial holds milliseconds at best; finer digits are the float's own noise.
        exact = _SERIAL_ZERO + timedelta(milliseconds=round(days * 86_400_000))
        return exact if days >= _FIRST_SERIAL else None
    day = _DATE.match(text)
    if day is None:
        return None
    value = datetime(int(day[1]), int(day[3]), int(day[4]))
    return _with_clock(value, text[day.end() :].removeprefix("T").strip())


def _with_clock(value: datetime, rest: str) -> datetime | None:
    if not rest:
        return value
    clock = _CLOCK.match(rest)
    if clock is None:
        return None
    micro = int((clock[4] or "0").ljust(6, "0")[:6])
    value = datetime.combine(value.date(), time(int(clock[1]), int(clock[2]), int(clock[3] or 0), micro))
    zone_text = rest[clock.end() :].strip()
    return _in_china(value, zone_text) if zone_text else value


def _in_china(value: datetime, zone_text: str) -> datetime | None:
    zone = _ZONE.fullmatch(zone_text)
    if zone is None:
        return None
    offset = timedelta(hours=int(zone[2] or 0), minutes=int(zone[3] or 0)) * (-1 if zone[1] == "-" else 1)
    return (value - offset).replace(tzinfo=UTC).astimezone(CHINA).replace(tzinfo=None)


READERS: dict[str, Read] = {
    "id": read_id,
    "code": read_id,
    "flag": read_id,
    "text": read_text,
    "money": read_money,
    "quantity": read_quantity,
    "real": read_real,
    "date": read_date,
    "time": read_time,
}
"""The reader of each type of `graphfraud.model.schema`."""
