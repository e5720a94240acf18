"""Values that a source already typed (spreadsheets, databases, Parquet) as the text that `ingest.cell` reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from ingest.cell import CHINA

# Whole floats below this are written without an exponent: long numbers in a spreadsheet are ids.
WHOLE = 1e21
EIGHT_HOURS = 8 * 3600 * 1_000_000


def text_of(value: object) -> str | None:
    """Give the text of one value; whole floats lose their `.0`, times with a zone become UTC+8."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        if value != value:
            return None
        return str(int(value)) if value.is_integer() and abs(value) < WHOLE else repr(value)
    if isinstance(value, datetime):
        local = value if value.tzinfo is None else value.astimezone(CHINA).replace(tzinfo=None)
        return local.isoformat(" ")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, date | time | timedelta | int):
        return str(value)
    return str(value)


def texts_of(column: pa.Array) -> pa.Array:
    """Give an Arrow column as strings, null staying null.

    Raises:
        ArrowInvalid, ArrowNotImplementedError: the column's type has no text (lists, structures).
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return texts_of(column.dictionary_decode())
    if pa.types.is_string(kind):
        return column
    if pa.types.is_timestamp(kind):
        return _times(column)
    if pa.types.is_boolean(kind):
        return pc.cast(pc.cast(column, pa.int8()), pa.string())
    if pa.types.is_floating(kind):
        return pa.array([text_of(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_decimal(kind):
        return pa.array([text_of(v) for v in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def _times(column: pa.Array) -> pa.Array:
    micro = pc.cast(pc.cast(column, pa.timestamp("us", column.type.tz), safe=False), pa.int64())
    if column.type.tz is not None:
        micro = pc.add(micro, EIGHT_HOURS)
    return pc.cast(pc.cast(micro, pa.timestamp("us")), pa.string())
