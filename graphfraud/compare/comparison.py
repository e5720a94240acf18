"""One comparison from the two sides to its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

import queries
from graphfraud.compare import differences, match, sides
from graphfraud.compare.differences import COLUMNS, Tolerance
from graphfraud.compare.sides import Coverage, Sides
from graphfraud.engine.base import Engine
from graphfraud.errors import InputError
from graphfraud.model.money import money_text

CHECK = ("setl_id", "fixmedins_code", "visit_id", "his_state", "matched_by", "differs")
"""Columns of the model's table his_check."""
FINDINGS = ("missing", "extra", "different")


@dataclass(frozen=True, slots=True)
class Order:
    """How to compare: what is no difference, and how far from the ends of the export nothing is called missing."""

    days: int = 1
    yuan: Decimal = Decimal("0.01")
    edge_days: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result: what was compared, every difference (`differences.COLUMNS`), one row a judged settlement (CHECK).

    `counts`: visits by what became of them, `matched_by_…` by the rule that found them.
    """

    covered: list[Coverage]
    counts: dict[str, int]
    differences: pd.DataFrame
    checked: pd.DataFrame

    def summary(self) -> list[dict[str, Any]]:
        """Give one row a finding and level: how many, and the sum of both sides in yuan."""
        rows = []
        for level in ("visit", "fee"):
            for finding in FINDINGS:
                own = self.differences[(self.differences["level"] == level) & (self.differences["finding"] == finding)]
                sums = {f"{side}_medfee": _total(own[f"{side}_medfee"]) for side in ("bureau", "his")}
                rows.append({"level": level, "finding": finding, "count": len(own), **sums})
        return rows


def compare(engine: Engine, both: Sides, order: Order, progress: Callable[[str], None]) -> Comparison:
    """Compare the two sides.

    Raises:
        InputError: no visit of the bureau lies in the period of the export.
    """
    allowed = Tolerance(order.days, order.yuan)
    progress(f"Matching {len(both.bureau):,} visits of the bureau with {len(both.his):,} of the export")
    links = match.link(both.bureau, both.his, order.days)
    unit = match.units(len(both.bureau), len(both.his), links)
    visits = differences.matched(both, links, unit, allowed)
    progress("Comparing articles")
    fees, with_fees = _articles(engine, both, unit, visits, allowed)
    covered = sides.coverage(both.his, with_fees)
    state = sides.inside(both.bureau, covered, order.edge_days)
    linked = np.isin(np.arange(len(both.bureau)), links["bureau"])
    if not linked.any() and not (state == 1).any():
        raise _no_overlap(both)
    changed = set(fees["unit"])
    visits["differs"] = [d + ["items"] * (u in changed) for u, d in zip(visits["unit"], visits["differs"], strict=True)]
    found = [
        differences.alone(both.bureau[~linked & (state == 1)], "missing"),
        differences.alone(_extra(both, links, order.edge_days), "extra"),
        visits[np.array([bool(d) for d in visits["differs"]], dtype=bool)],
        fees,
    ]
    rows = pd.concat([f.astype(object) for f in found])[list(COLUMNS)]
    return Comparison(
        covered, _counts(both, links, state, linked), _sorted(rows), _checked(both, unit, visits, linked, state)
    )


def _articles(
    engine: Engine, both: Sides, unit: tuple[np.ndarray, np.ndarray], visits: pd.DataFrame, allowed: Tolerance
) -> tuple[pd.DataFrame, set[str]]:
    """Compare articles where both sides have fee lines of the institution; give the differences and where that is."""
    ours = _fees(engine, "fee_list_d", "setl_d", both.bureau, unit[0])
    theirs = _fees(engine, "his_fee_list_d", "his_setl_d", both.his, unit[1])
    place = dict(zip(visits["unit"], visits["fixmedins_code"], strict=True))
    with_fees = {place[u] for u in ours["unit"] if u in place} & {place[u] for u in theirs["unit"] if u in place}
    able = visits[visits["fixmedins_code"].isin(with_fees)]
    found = differences.articles(ours, theirs, able, allowed)
    return found, with_fees


def _fees(engine: Engine, fees: str, bills: str, visits: pd.DataFrame, unit: np.ndarray) -> pd.DataFrame:
    of = visits.assign(unit=unit)
    by_bill = of.explode("setl_ids").dropna(subset=["setl_ids"]).drop_duplicates("setl_ids")
    by_encounter = of.dropna(subset=["mdtrt_id"]).drop_duplicates("mdtrt_id")
    for name, rows, key in (("by_bill", by_bill, "setl_ids"), ("by_encounter", by_encounter, "mdtrt_id")):
        column = "setl_id" if key == "setl_ids" else key
        texts = pa.array(rows[key].tolist(), pa.string())
        engine.register(name, pa.table({column: texts, "unit": pa.array(rows["unit"].to_numpy(), pa.int32())}))
    engine.table("fee", f"SELECT setl_id, mdtrt_id, hilist_code, cnt, det_item_fee_sumamt FROM {fees}")  # noqa: S608
    engine.table("bill", f"SELECT setl_id, init_setl_id FROM {bills}")  # noqa: S608 - names of ours
    found: pd.DataFrame = engine.arrow(queries.sql("compare_fees")).to_pandas()
    return found


def _extra(both: Sides, links: pd.DataFrame, edge_days: int) -> pd.DataFrame:
    """Give visits that only the hospital has, inside the bureau's own period; bills refunded in full are none."""
    free = both.his.drop(links["his"].unique())
    unpaid = [not isinstance(m, Decimal) or m > 0 for m in free["medfee"]]
    free = free[np.array(unpaid, dtype=bool)]
    known = sides.coverage(both.bureau, set())
    extra: pd.DataFrame = free[sides.inside(free, known, edge_days) == 1]
    return extra


def _checked(
    both: Sides, unit: tuple[np.ndarray, np.ndarray], visits: pd.DataFrame, linked: np.ndarray, state: np.ndarray
) -> pd.DataFrame:
    """Give one row a settlement that was judged, in the form of the table his_check."""
    of = {u: (d, r) for u, d, r in zip(visits["unit"], visits["differs"], visits["matched_by"], strict=True)}
    judged = both.bureau.assign(unit=unit[0])[linked | (state == 1)]
    said = [of.get(u, ([], None)) for u in judged["unit"]]
    differs: list[list[str]] = [d for d, _ in said]
    rule = [r for _, r in said]
    found = [("different" if d else "same") if r else "missing" for d, r in said]
    texts = [" ".join(d) or None for d in differs]
    judged = judged.assign(his_state=found, matched_by=rule, differs=texts)
    rows = judged.explode("setl_ids").rename(columns={"setl_ids": "setl_id"})
    checked: pd.DataFrame = rows[list(CHECK)].sort_values("setl_id", ignore_index=True)
    return checked


def _counts(both: Sides, links: pd.DataFrame, state: np.ndarray, linked: np.ndarray) -> dict[str, int]:
    rules = links.drop_duplicates("bureau")["matched_by"].value_counts()
    return {
        "bureau_visits": len(both.bureau),
        "his_visits": len(both.his),
        **{f"matched_by_{rule}": int(rules.get(rule, 0)) for rule in differences.RULES},
        "missing": int((~linked & (state == 1)).sum()),
        "at_the_edge": int((~linked & (state == 0)).sum()),
        "not_covered": int((~linked & (state == -1)).sum()),
        "his_without_place_or_day": both.left_out,
    }


def _sorted(rows: pd.DataFrame) -> pd.DataFrame:
    """Order: missing, extra, different; visits before articles; then institution, person, days."""
    first = rows["finding"].map(FINDINGS.index)
    day = rows["bureau_begin"].where(rows["bureau_begin"].notna(), rows["his_begin"]).astype(str)
    keys = pd.DataFrame(
        {
            "level": (rows["level"] != "visit").to_numpy(),
            "finding": first.to_numpy(),
            **{name: rows[name].astype(str).to_numpy() for name in ("fixmedins_code", "psn_no")},
            "day": day.to_numpy(),
            "ids": [" ".join(ids) for ids in rows["setl_ids"]],
            "article": rows["hilist_code"].astype(str).to_numpy(),
        }
    )
    return rows.iloc[keys.sort_values(list(keys.columns), kind="stable").index].reset_index(drop=True)


def _total(amounts: pd.Series[Any]) -> str:
    known = [a for a in amounts if isinstance(a, Decimal)]
    return money_text(sum(known, Decimal(0)))


def _no_overlap(both: Sides) -> InputError:
    ours, theirs = (f"{side['begin'].min()} … {side['end'].max()}" for side in (both.bureau, both.his))
    return InputError(
        f"The export ({theirs}) and the bureau's settlements of its institutions ({ours}) have no period in common",
        reason="no_overlap",
        hint="Compare an export of the same period, or load the bureau's settlements of that time.",
    )
