"""A spreadsheet file (Office Open XML, ECMA-376): the same sheets give the same bytes.

Texts are written as texts, so a spreadsheet never runs one as a formula; money has two decimals, days and times are
days and times.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape

from graphfraud.model.export import NO_XML

NO_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL, LONGEST_NAME = 32_767, 31
"""What a spreadsheet holds: characters in a cell, and in the name of a sheet."""
WIDEST, NARROWEST = 60, 8
"""Width of a column in characters."""
FIRST_DAY = datetime(1899, 12, 30)
"""Day 0 of a spreadsheet's dates."""
MADE = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP entry can bear: the file says nothing of when it was made."""
PLAIN, HEAD, MONEY, DAY, TIME = range(5)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = f"""{START}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>\
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/>\
<name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill>\
<patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1">\
<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>\
<xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/>\
<xf numFmtId="165" applyNumberFormat="1"/></cellXfs><cellStyles count="1">\
<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name; cells are text, numbers, `Decimal` (money in yuan), `date`, `datetime` or None."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Give the file; at least one sheet, their names differ."""
    names = [sheet_name(sheet.name) for sheet in sheets]
    numbers = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{i}" r:id="rId{i}"/>'
        for i, name in zip(numbers, names, strict=True)
    )
    book = f'{START}<workbook xmlns="{MAIN}" xmlns:r="{PARTS}"><sheets>{listed}</sheets></workbook>'
    links = [(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in numbers]
    kinds = [("/xl/workbook.xml", f"{TYPE}.sheet.main+xml"), ("/xl/styles.xml", f"{TYPE}.styles+xml")]
    kinds += [(f"/xl/worksheets/sheet{i}.xml", f"{TYPE}.worksheet+xml") for i in numbers]
    files = {
        "[Content_Types].xml": _types(kinds),
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _relations([*links, (f"rId{len(sheets) + 1}", "styles", "styles.xml")]),
        "xl/styles.xml": STYLES,
        **{f"xl/worksheets/sheet{i}.xml": _sheet(sheet) for i, sheet in zip(numbers, sheets, strict=True)},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(zipfile.ZipInfo(name, MADE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def sheet_name(text: str) -> str:
    """Give a name that a spreadsheet allows for a sheet."""
    return NO_NAME.sub(" ", NO_XML.sub("", text)).strip()[:LONGEST_NAME] or "-"


def _sheet(sheet: Sheet) -> str:
    head = _row(1, sheet.head, HEAD)
    body = "".join(_row(i, row) for i, row in enumerate(sheet.rows, start=2))
    pane = '<pane ySplit="1" topLeftCell="A2" state="frozen"/>'
    view = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>' for i, width in enumerate(_widths(sheet), start=1)
    )
    return (
        f'{START}<worksheet xmlns="{MAIN}">{view}<cols>{columns}</cols><sheetData>{head}{body}</sheetData></worksheet>'
    )


def _widths(sheet: Sheet) -> Iterable[int]:
    """Give each column the room of its longest text; a Chinese letter takes two."""
    for i, name in enumerate(sheet.head):
        texts = (name, *(str(row[i]) for row in sheet.rows if row[i] is not None))
        longest = max(sum(2 if ord(c) > 0x2E7F else 1 for c in text[:WIDEST]) for text in texts)
        yield min(max(longest + 2, NARROWEST), WIDEST)


def _row(number: int, cells: Sequence[object], style: int = PLAIN) -> str:
    inside = "".join(_cell(f"{_letters(i)}{number}", value, style) for i, value in enumerate(cells))
    return f'<row r="{number}">{inside}</row>'


def _letters(i: int) -> str:
    """Give the name of a column: A, B, …, Z, AA, …"""
    return (_letters(i // 26 - 1) if i >= 26 else "") + chr(ord("A") + i % 26)


def _cell(at: str, value: object, style: int) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        return _number(at, (value - FIRST_DAY).total_seconds() / 86_400, TIME)
    if isinstance(value, date):
        return _number(at, (datetime.combine(value, time.min) - FIRST_DAY).days, DAY)
    if isinstance(value, Decimal):
        return _number(at, value, MONEY)
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return _number(at, value, style)
    text = escape(NO_XML.sub("\ufffd", str(value))[:LONGEST_CELL])
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _number(at: str, value: float | Decimal, style: int) -> str:
    return f'<c r="{at}" s="{style}"><v>{value}</v></c>'


def _relations(links: Sequence[tuple[str, str, str]]) -> str:
    inside = "".join(f'<Relationship Id="{id}" Type="{PARTS}/{kind}" Target="{to}"/>' for id, kind, to in links)
    return f'{START}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def _types(kinds: Sequence[tuple[str, str]]) -> str:
    inside = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in kinds)
    xml = '<Default Extension="xml" ContentType="application/xml"/>'
    rels = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{START}<Types xmlns="{PACKAGE}/content-types">{rels}{xml}{inside}</Types>'
