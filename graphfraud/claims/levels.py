"""Levels of hospitals (三级, 二级, 一级) from `hosp_lv`, whose code lists differ between provinces."""

from __future__ import annotations

import re
from collections.abc import Sequence

NATIONAL = {1: 3, 2: 3, 3: 3, 4: 3, 5: 2, 6: 2, 7: 2, 8: 1, 9: 1, 10: 1}
"""The two-digit list: 01 to 04 are tertiary, 05 to 07 secondary, 08 to 10 primary; 11 is none."""
SHORT = {1: 3, 2: 2, 3: 1}
"""The one-digit list: 1 三级, 2 二级, 3 一级; 9 is another or none."""
WRITTEN = re.compile("([三二一])(?:级|甲|乙|丙|特)")


def levels(codes: Sequence[str | None]) -> list[int]:
    """Give 3, 2, 1, or 0 where the level is unknown or none, of all institutions of a city.

    Both lists occur side by side, told by their digits. A spreadsheet drops the leading zero: as the short list knows
    no 4 to 8, one of those says that the single digits belong to the two-digit list.
    """
    lost = any(code is not None and re.fullmatch("[4-8]", code.strip()) for code in codes)
    return [_level((code or "").strip(), NATIONAL if lost else SHORT) for code in codes]


def _level(code: str, single: dict[int, int]) -> int:
    if re.fullmatch(r"\d", code):
        return single.get(int(code), 0)
    if re.fullmatch(r"\d\d", code):
        return NATIONAL.get(int(code), 0)
    written = WRITTEN.search(code)
    return "一二三".index(written.group(1)) + 1 if written else 0
