"""Values that a source already typed (spreadsheets, databases, Parquet) as the text that `ingest.cell` reads."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from ingest.cell import CHINA

# Below this every whole number is a float of its own, and is written without an exponent. Above, several ids
# would share one float: they keep the exponent, by which `ingest.cell` knows that digits were lost.
WHOLE = 2.0**53
# Types whose cells are bytes; a file may call them strings without their being text.
BYTES = (
    pa.types.is_string,
    pa.types.is_large_string,
    pa.types.is_string_view,
    pa.types.is_binary,
    pa.types.is_large_binary,
    pa.types.is_binary_view,
    pa.types.is_fixed_size_binary,
)
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
        if not value.is_integer():
            return repr(value)
        return str(int(value)) if abs(value) < WHOLE else f"{Decimal(repr(value)).normalize():e}"
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


def readable_texts(column: pa.Array) -> tuple[pa.Array, list[int]]:
    """Give an Arrow column as strings, and the rows whose bytes are no text; there the string shows � for them.

    Raises:
        ArrowInvalid, ArrowNotImplementedError: see `texts_of`.
    """
    whole = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
    if not any(holds(whole.type) for holds in BYTES):
        return texts_of(whole), []
    data = pc.cast(whole, pa.binary())
    try:
        texts = pc.cast(data, pa.string())
        if not pc.any(pc.match_substring(texts, "\0")).as_py():
            return texts, []
    except pa.ArrowInvalid:
        texts = pa.array([None if cell is None else cell.decode("utf-8", "replace") for cell in data.to_pylist()])
    lost = [row for row, cell in enumerate(data.to_pylist()) if cell is not None and not _is_text(cell)]
    return texts, lost


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


def _is_text(cell: bytes) -> bool:
    try:
        return "\0" not in cell.decode()
    except UnicodeDecodeError:
        return False


def _times(column: pa.Array) -> pa.Array:
    micro = pc.cast(pc.cast(column, pa.timestamp("us", column.type.tz), safe=False), pa.int64())
    if column.type.tz is not None:
        micro = pc.add(micro, EIGHT_HOURS)
    return pc.cast(pc.cast(micro, pa.timestamp("us")), pa.string())
