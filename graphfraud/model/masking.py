"""Masking of personal data by the sensitivity class of the model's columns.

Every reader applies it (see `graphfraud.store`): names keep the family name, ids the first 3 and last 4,
phones the first 3 and last 4, addresses the district, accounts and cards the last 4. The forms are those of
the public notices of the National Healthcare Security Administration (张*芳, 姜*) and of common practice.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from graphfraud.model.schema import tables

STAR = "*"
# 小区 or 园区 end in 区, 门市部 or 市场 hold 市, but belong to the street address; so does all that has a number.
PART = "[^0-9０-９号幢栋弄室]"
DISTRICT = re.compile(
    rf"^(?:{PART}{{1,12}}?(?:省|自治区|特别行政区))?(?:{PART}{{1,12}}?(?:市(?![场部民])|自治州|地区|盟))?"
    rf"(?:{PART}{{1,9}}?(?:(?<![小社园校厂景院矿库营])区|县|旗|市(?![区场部民])))?"
)


def mask(text: str, sensitivity: str) -> str:
    """Give `text` as everyone may see it; `sensitivity` is one of `graphfraud.model.schema.SENSITIVITIES`.

    Raises:
        KeyError: an unknown class.
    """
    return MASKS[sensitivity](text) if text else text


def mask_table(rows: pa.Table, table: str) -> pa.Table:
    """Mask the columns of a national table, in place and type; columns that the table doesn't have stay open.

    Raises:
        KeyError: the model has no such table.
    """
    for column in tables()[table].columns:
        if column.sensitivity != "open" and column.name in rows.column_names:
            at = rows.column_names.index(column.name)
            rows = rows.set_column(at, column.name, _masked(rows[column.name], column.sensitivity))
    return rows


RUN = re.compile(r"[0-9A-Za-z\uff10-\uff19]+|[\u3400-\u9fff\U00020000-\U0003134f]+")
VISIBLE = 4
"""Shorter runs of digits and letters stay: years, days, codes, most sums."""


def mask_raw(text: str) -> str:
    """Mask text whose columns nobody knows (a row as it stood in a file), rather too much than too little.

    Of letters and of Chinese characters the first stays, of longer numbers the last 4 (under 8 characters none).
    """
    return RUN.sub(lambda found: _run(found.group()), text)


def _run(text: str) -> str:
    if text.isdecimal():
        return text if len(text) <= VISIBLE else _account(text)
    if text.isascii() and any(c.isdigit() for c in text):
        return text if len(text) <= VISIBLE else _account(text)
    return text[0] + STAR * (len(text) - 1)


def _masked(column: pa.ChunkedArray, sensitivity: str) -> pa.ChunkedArray:
    """Mask each distinct text once: a column of a million rows may hold few."""
    coded = pc.dictionary_encode(column.cast(pa.string()).combine_chunks())
    texts = pa.array([mask(t, sensitivity) for t in coded.dictionary.to_pylist()], pa.string())
    return pa.chunked_array([texts.take(coded.indices)])


def _name(text: str) -> str:
    """Mask a name: 张*芳, 姜*; a single character is hidden whole."""
    return STAR if len(text) == 1 else text[0] + STAR + (text[-1] if len(text) > 2 else "")


def _idno(text: str) -> str:
    """Keep the first 3 and last 4; of a short number only the last 4, so that most of it stays hidden."""
    if len(text) < 14:
        return _account(text)
    return text[:3] + STAR * (len(text) - 7) + text[-4:]


def _phone(text: str) -> str:
    """Give 138****5678; of a short number only the last 4."""
    if len(text) < 8:
        return STAR * 4
    return (text[:3] if len(text) >= 11 else "") + STAR * 4 + text[-4:]


def _address(text: str) -> str:
    """Keep province, city and district or county."""
    found = DISTRICT.match(text)
    return (found.group() if found else "") + STAR * 3


def _account(text: str) -> str:
    """Keep the last 4; a number under 8 characters is hidden whole."""
    return STAR * len(text) if len(text) < 8 else STAR * (len(text) - 4) + text[-4:]


MASKS: dict[str, Callable[[str], str]] = {
    "open": str,
    "name": _name,
    "idno": _idno,
    "phone": _phone,
    "address": _address,
    "account": _account,
}
