"""CSV that is safe to open in a spreadsheet: the one place where rows leave as text.

A spreadsheet runs a cell that begins like a formula. Such a text gets a leading apostrophe (OWASP, CSV
Injection); numbers are written as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(value: object) -> str:
    """Give the text of a cell: empty for None, ISO 8601 for dates, an apostrophe before what would be a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]], to: TextIO) -> None:
    """Write a header and rows; lines end in a line feed on every system."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
