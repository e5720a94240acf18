"""How much of a drug a person has in hand when buying it again: days of supply bought, less days gone by.

Purchases of one person and drug work like water in a tank: each adds the days that it lasts, each day takes one away,
and the tank is never below empty.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from graphfraud.claims.table import Ints

MOST_DAYS = 180
"""No prescription lasts longer; a larger figure is a wrong entry."""
MISFIT = 1.5
MISFIT_SHARE = 0.3
MISFIT_LEAST = 5


def purchases(lines: pd.DataFrame, least: int) -> pd.DataFrame:
    """Give one row a settlement and drug, with the longest `days`, of drugs that a person bought `least` times or more.

    Args:
        lines: `row`, `patient`, `drug`, `days` (NaN where unknown), `given` (on the spot: no purchase), one row a fee
            line, those of one person and drug together, and of these those of one settlement.
        least: purchases of a drug by a person.
    """
    if lines.empty:
        return lines
    patient, drug, row = (lines[name].to_numpy() for name in ("patient", "drug", "row"))
    first = _changes(drug, row)
    days = np.fmax.reduceat(lines["days"].to_numpy(), first)
    bought = ~np.logical_or.reduceat(lines["given"].to_numpy(), first)
    first, days = first[bought], days[bought]
    times = np.diff(np.append(_changes(patient[first], drug[first]), len(first)))
    often = np.repeat(times, times) >= least
    return lines.iloc[first[often]].assign(days=days[often]).reset_index(drop=True)


def measure(bought: pd.DataFrame, default_days: float) -> pd.DataFrame:
    """Add `known` (the days are believed), `days` filled in, `left` (days in hand before) and `elsewhere` (the purchase
    before was at another institution).

    Args:
        bought: `patient`, `drug`, `place`, `day`, `days` (NaN where unknown), one row a purchase, sorted by these
            (of one day, by place).
        default_days: how long a purchase lasts where nothing is known.
    """
    fresh = np.zeros(len(bought), np.int64)
    fresh[_changes(bought["patient"].to_numpy(), bought["drug"].to_numpy())] = 1
    pair = np.cumsum(fresh)
    known = bought["days"].between(1, MOST_DAYS) & ~bought["place"].isin(_misfits(bought, pair))
    rows = bought.assign(known=known, days=bought["days"].where(known, default_days))
    of_pair = rows.groupby(pair, sort=False)
    before = of_pair["days"].cumsum() - rows["days"] - rows["day"]
    floor = before.groupby(pair, sort=False).cummin()
    last = of_pair["place"].shift()
    return rows.assign(left=before - floor, elsewhere=last.notna() & (last != rows["place"]))


def _changes(*columns: np.ndarray) -> Ints:
    """Give where a row differs from the one before in one of the columns; the first row does."""
    differs = np.zeros(len(columns[0]), dtype=bool)
    differs[:1] = True
    for column in columns:
        differs[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(differs)


def _misfits(rows: pd.DataFrame, pair: Ints) -> np.ndarray:
    """Give the institutions whose days don't fit the comings of patients who go nowhere else for the drug: they fill
    in one figure for everybody."""
    believed = rows["days"].where(rows["days"].between(1, MOST_DAYS))
    pairs = (
        rows.assign(days=believed)
        .groupby(pair, sort=False)
        .agg(
            places=("place", "nunique"),
            place=("place", "first"),
            supply=("days", "sum"),
            last=("days", "last"),
            begin=("day", "min"),
            end=("day", "max"),
        )
    )
    alone = pairs[(pairs["places"] == 1) & (pairs["end"] > pairs["begin"]) & (pairs["supply"] > 0)]
    wrong = (alone["supply"] - alone["last"].fillna(0)) > MISFIT * (alone["end"] - alone["begin"])
    found = wrong.groupby(alone["place"]).agg(["mean", "size"])
    return found.index[(found["mean"] >= MISFIT_SHARE) & (found["size"] >= MISFIT_LEAST)].to_numpy()
