"""CSV and XLSX that are safe to open in a spreadsheet: the one place where rows leave as text.

A spreadsheet runs a cell that begins like a formula. Such a text gets a leading apostrophe (OWASP, CSV
Injection); numbers are written as they are. An XLSX says itself that a cell is text, so text stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TextIO

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML file can't hold (XML 1.0, Char)."""


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


def xlsx_bytes(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Give a workbook of one sheet with a header that stays in view; the same rows give the same bytes."""
    # Slow to import, and few commands write workbooks.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet("GraphFraud")
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        cells = [WriteOnlyCell(sheet, value=_workbook_value(value)) for value in row]
        for cell in cells:
            if isinstance(cell.value, str):
                # openpyxl takes a text that begins with "=" for a formula.
                cell.data_type = "s"
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _workbook_value(value: object) -> object:
    if value is None or isinstance(value, (int, float, Decimal, datetime, date)):
        return value
    return NO_XML.sub("", str(value))


def _timeless(book: bytes) -> bytes:
    """Give a workbook without the time at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", b"1980-01-01T00:00:00Z", content)
            kept.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
