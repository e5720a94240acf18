"""What the two sides say differently: visits that only one of them has, and visits on which they disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from graphfraud.compare.sides import Sides

Visit = dict[str, Any]
"""One visit (or article) by column name."""

COLUMNS = (
    *("finding", "level", "differs", "matched_by", "fixmedins_code", "psn_no", "stay", "mdtrt_id", "setl_ids"),
    *("bureau_begin", "bureau_end", "his_begin", "his_end", "bureau_medfee", "his_medfee", "fund_pay_sumamt"),
    *("bureau_diagnosis", "his_diagnosis", "hilist_code", "bureau_cnt", "his_cnt"),
)
"""Of a difference. `finding`: missing (the hospital has no record of it), extra (the bureau has none), different;
`level`: visit or fee (one article of a visit both have). Days are dates, money and counts Decimals, `setl_ids` lists.
"""
RULES = ("setl_id", "mdtrt_id", "dates", "overlap")


@dataclass(frozen=True, slots=True)
class Tolerance:
    """What is no difference: so many days at either end, so many yuan."""

    days: int
    yuan: Decimal


def matched(sides: Sides, links: pd.DataFrame, unit: tuple[np.ndarray, np.ndarray], allowed: Tolerance) -> pd.DataFrame:
    """Give one row a unit that both sides have, COLUMNS and `unit`; `differs` is empty where they agree."""
    both = np.intersect1d(*unit)
    ours = _together(sides.bureau.assign(unit=unit[0])[np.isin(unit[0], both)])
    theirs = _together(sides.his.assign(unit=unit[1])[np.isin(unit[1], both)])
    surest = links["matched_by"].map(RULES.index).groupby(unit[0][links["bureau"]]).min()
    rule = {u: RULES[n] for u, n in surest.to_dict().items()}
    rows = [
        _row(ours[u], theirs[u]) | {"unit": u, "matched_by": rule[u], "differs": _differs(ours[u], theirs[u], allowed)}
        for u in both.tolist()
    ]
    return pd.DataFrame(rows, columns=["unit", *COLUMNS])


def alone(visits: pd.DataFrame, finding: str) -> pd.DataFrame:
    """Give one row a visit that only one side has: of the bureau's side (`missing`) or the hospital's (`extra`)."""
    one = _records(visits)
    rows = [_row(v if finding == "missing" else None, None if finding == "missing" else v) for v in one]
    return pd.DataFrame([r | {"finding": finding} for r in rows], columns=list(COLUMNS))


def articles(ours: pd.DataFrame, theirs: pd.DataFrame, visits: pd.DataFrame, allowed: Tolerance) -> pd.DataFrame:
    """Give one row an article of a visit whose number or sum differs.

    Args:
        ours, theirs: columns unit, hilist_code, cnt, amount of the bureau's and the hospital's side.
        visits: rows of `matched` whose fee lines can be compared.
        allowed: what is no difference.
    """
    if visits.empty:
        return pd.DataFrame(columns=["unit", *COLUMNS])
    both = ours.merge(theirs, on=["unit", "hilist_code"], how="outer", suffixes=("", "_his"))
    both = both[both["unit"].isin(visits["unit"])].sort_values(["unit", "hilist_code"])
    lines = zip(
        both["unit"].tolist(), both["hilist_code"].tolist(), _pairs(both, "cnt"), _pairs(both, "amount"), strict=True
    )
    # Of millions of lines few differ: only theirs are looked at one by one.
    apart = [line for line in lines if line[2][0] != line[2][1] or _apart(*line[3], allowed)]
    of = {row["unit"]: row for row in _records(visits[visits["unit"].isin({line[0] for line in apart})])}
    rows = [of[unit] | _article(code, counts, sums) for unit, code, counts, sums in apart]
    return pd.DataFrame(rows, columns=["unit", *COLUMNS])


def _records(rows: pd.DataFrame) -> list[Visit]:
    names = [str(name) for name in rows.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(rows[n].tolist() for n in names), strict=True)]


def _pairs(lines: pd.DataFrame, name: str) -> Iterator[tuple[Decimal, Decimal]]:
    """Give a number of both sides, 0 where a side has no such line."""
    zero = Decimal(0)
    ours, theirs = (
        [v if isinstance(v, Decimal) else zero for v in lines[column].tolist()] for column in (name, f"{name}_his")
    )
    return zip(ours, theirs, strict=True)


def _article(code: str, counts: tuple[Decimal, Decimal], sums: tuple[Decimal, Decimal]) -> Visit:
    finding = "missing" if not any((counts[1], sums[1])) else "extra" if not any((counts[0], sums[0])) else "different"
    differs = [name for name, (a, b) in (("items", counts), ("amount", sums)) if a != b]
    return {
        "finding": finding,
        "level": "fee",
        "differs": differs if finding == "different" else [],
        "hilist_code": code,
        "bureau_cnt": counts[0],
        "his_cnt": counts[1],
        "bureau_medfee": sums[0],
        "his_medfee": sums[1],
        "fund_pay_sumamt": None,
    }


def _together(visits: pd.DataFrame) -> dict[int, Visit]:
    """Make one visit of each unit: all its bills, the whole of its days, its sums."""
    found = {row["unit"]: row for row in _records(visits.drop_duplicates("unit"))}
    several = visits[visits["unit"].duplicated(keep=False)]
    for unit, own in several.groupby("unit"):
        found[unit] |= {
            "setl_ids": sorted({s for ids in own["setl_ids"] for s in ids}),
            "mdtrt_id": " ".join(sorted(set(own["mdtrt_id"].dropna()))) or None,
            "begin": own["begin"].min(),
            "end": own["end"].max(),
            "first": own["first"].min(),
            "last": own["last"].max(),
            "diagnosis": min(own["diagnosis"].dropna(), default=None),
            **{name: _sum(own[name]) for name in ("medfee", "fund") if name in own},
        }
    return found


def _sum(amounts: Iterable[object]) -> Decimal | None:
    known = [a for a in amounts if isinstance(a, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _row(ours: Visit | None, theirs: Visit | None) -> Visit:
    """Give the facts of a visit, the bureau's where both have it."""
    one = ours or theirs or {}
    row: Visit = {
        "finding": "different",
        "level": "visit",
        "differs": [],
        "fixmedins_code": one["fixmedins_code"],
        "psn_no": one["patient"],
        "stay": bool(one["stay"]),
        "mdtrt_id": one["mdtrt_id"],
        "setl_ids": list(one["setl_ids"]),
        "fund_pay_sumamt": None if ours is None else ours["fund"],
    }
    for side, visit in (("bureau", ours), ("his", theirs)):
        row |= {f"{side}_{name}": None if visit is None else visit[name] for name in ("begin", "end", "medfee")}
        row[f"{side}_diagnosis"] = None if visit is None else visit["diagnosis"]
    return row


def _differs(ours: Visit, theirs: Visit, allowed: Tolerance) -> list[str]:
    """Name what differs; what one side doesn't know is no difference."""
    found = []
    if not pd.isna(theirs["patient"]) and ours["patient"] != theirs["patient"]:
        found.append("psn_no")
    if max(abs(ours[d] - theirs[d]) for d in ("first", "last")) > allowed.days:
        found.append("dates")
    fees = ours["medfee"], theirs["medfee"]
    if all(isinstance(f, Decimal) for f in fees) and _apart(*fees, allowed):
        found.append("amount")
    codes = [_diagnosis(side["diagnosis"]) for side in (ours, theirs)]
    if all(codes) and codes[0] != codes[1]:
        found.append("diagnosis")
    return found


def _apart(ours: Decimal, theirs: Decimal, allowed: Tolerance) -> bool:
    return abs(ours - theirs) > allowed.yuan


@lru_cache(maxsize=1 << 16)
def _diagnosis(code: object) -> str:
    """Give a diagnosis without the filling of longer editions: I10.X00 is I10, J18.900 is J18.9."""
    head, _, tail = str(code or "").partition(".")
    return f"{head}.{tail.rstrip('0').removesuffix('X')}".removesuffix(".")
