"""Which visit of the bureau is which visit of the hospital."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

LINKS = ["bureau", "his", "matched_by"]
WHERE = ["fixmedins_code", "patient", "stay"]


def link(bureau: pd.DataFrame, his: pd.DataFrame, days: int) -> pd.DataFrame:
    """Link visits by setl_id, else mdtrt_id, else person, institution and dates; else stays that overlap.

    Args:
        bureau, his: visits as in `graphfraud.compare.sides.Sides`.
        days: begin and end may differ by so many days where there is no common id.

    Returns:
        Columns bureau, his (positions), matched_by (`setl_id`, `mdtrt_id`, `dates`, `overlap`). By ids one visit may
        be several on the other side (a split settlement); by dates each visit is linked once; a stay of the hospital
        that nothing else was linked to may hold several of the bureau's.
    """
    found = _by_id(bureau.explode("setl_ids"), his.explode("setl_ids"), "setl_ids", days).assign(matched_by="setl_id")
    rest = bureau.drop(found["bureau"].unique())
    again = _by_id(rest, his, "mdtrt_id", days).assign(matched_by="mdtrt_id")
    found = pd.concat([found, again])
    rest, free = bureau.drop(found["bureau"].unique()), his.drop(found["his"].unique())
    found = pd.concat([found, _by_dates(rest, free, days).assign(matched_by="dates")])
    rest, free = bureau.drop(found["bureau"].unique()), his.drop(found["his"].unique())
    found = pd.concat([found, _overlapping(rest, free).assign(matched_by="overlap")])
    return found[LINKS].sort_values(["bureau", "his"], ignore_index=True)


def units(bureau: int, his: int, links: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Number what belongs together, however it is split: shapes (bureau,) and (his,)."""
    size = bureau + his
    ends = (links["bureau"].to_numpy(np.int64), links["his"].to_numpy(np.int64) + bureau)
    _, label = connected_components(coo_array((np.ones(len(links)), ends), shape=(size, size)), directed=False)
    return label[:bureau], label[bureau:]


def _by_id(bureau: pd.DataFrame, his: pd.DataFrame, name: str, days: int) -> pd.DataFrame:
    """Link visits with a common id at one institution.

    Another person is the same visit only if the days agree: else the two sides count by numbers of their own.
    """
    a, b = (_named(side, name, at) for side, at in ((bureau, "bureau"), (his, "his")))
    both = a.merge(b, on=["fixmedins_code", "key"], suffixes=("", "_his"))
    person = (both["patient"] == both["patient_his"]) | both["patient_his"].isna()
    return both[person | (_gap(both) <= days)][["bureau", "his"]].drop_duplicates()


def _named(side: pd.DataFrame, name: str, at: str) -> pd.DataFrame:
    columns = {name: "key", "fixmedins_code": "fixmedins_code", "patient": "patient", "first": "first", "last": "last"}
    kept = side[side[name].notna()]
    return kept[list(columns)].rename(columns=columns).assign(**{at: kept.index})


def _gap(both: pd.DataFrame) -> pd.Series[int]:
    """Give by how many days the two differ, at the end that differs more."""
    ends = [(both["first"] - both["first_his"]).abs(), (both["last"] - both["last_his"]).abs()]
    gap: pd.Series[int] = pd.concat(ends, axis=1).max(axis=1)
    return gap


def _by_dates(bureau: pd.DataFrame, his: pd.DataFrame, days: int) -> pd.DataFrame:
    # Joined on the very day, so that a patient of a thousand visits meets only those that can be meant.
    shifted = [his.assign(day=his["first"] + n, his=his.index) for n in range(-days, days + 1)]
    both = bureau.assign(day=bureau["first"], bureau=bureau.index).merge(
        pd.concat(shifted), on=[*WHERE, "day"], suffixes=("", "_his")
    )
    both = both.assign(gap=_gap(both), fee=_fee_gap(both))
    return _one_to_one(both[both["gap"] <= days].sort_values(["gap", "fee", "bureau", "his"]))


def _fee_gap(both: pd.DataFrame) -> pd.Series[float]:
    """Of several visits on a day, the one of the same sum is meant."""
    gap: pd.Series[float] = (both["medfee"].astype(float) - both["medfee_his"].astype(float)).abs().fillna(0.0)
    return gap


def _one_to_one(ordered: pd.DataFrame) -> pd.DataFrame:
    taken_bureau: set[int] = set()
    taken_his: set[int] = set()
    kept = []
    for a, b in zip(ordered["bureau"].tolist(), ordered["his"].tolist(), strict=True):
        if a not in taken_bureau and b not in taken_his:
            taken_bureau.add(a)
            taken_his.add(b)
            kept.append((a, b))
    return pd.DataFrame(kept, columns=["bureau", "his"], dtype=np.int64)


def _overlapping(bureau: pd.DataFrame, his: pd.DataFrame) -> pd.DataFrame:
    """Link each stay to the one at the same institution that shares most of its days, at least one night."""
    a = bureau[bureau["stay"]].assign(bureau=bureau.index[bureau["stay"]])
    b = his[his["stay"].astype(bool)]
    both = a.merge(b.assign(his=b.index), on=WHERE, suffixes=("", "_his"))
    shared = both[["last", "last_his"]].min(axis=1) - both[["first", "first_his"]].max(axis=1)
    both = both.assign(shared=shared)[shared > 0].sort_values(
        ["shared", "bureau", "his"], ascending=[False, True, True]
    )
    return both[["bureau", "his"]].drop_duplicates("bureau")
