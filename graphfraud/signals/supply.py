"""How much of a drug a person has in hand when buying it again: days of supply bought, less days gone by.

Purchases of one person and drug work like water in a tank: each adds the days that it lasts, each day takes one away,
and the tank is never below empty.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

MOST_DAYS = 180
"""No prescription lasts longer; a larger figure is a wrong entry."""
MISFIT = 1.5
MISFIT_SHARE = 0.3
MISFIT_LEAST = 5


def measure(bought: pd.DataFrame, default_days: float) -> pd.DataFrame:
    """Add `known` (the days are believed), `days` filled in, `left` (days in hand before) and `elsewhere` (the purchase
    before was at another institution).

    Args:
        bought: `patient`, `drug`, `place`, `day`, `days` (NaN where unknown), one row a purchase.
        default_days: how long a purchase lasts where nothing is known.
    """
    rows = bought.sort_values(["patient", "drug", "day", "place", "row"], kind="stable").reset_index(drop=True)
    known = rows["days"].between(1, MOST_DAYS) & ~rows["place"].isin(_misfits(rows))
    rows = rows.assign(known=known, days=rows["days"].where(known, default_days))
    pair = rows.groupby(["patient", "drug"], sort=False)
    before = pair["days"].cumsum() - rows["days"] - rows["day"]
    floor = before.groupby([rows["patient"], rows["drug"]], sort=False).cummin()
    last = pair["place"].shift()
    return rows.assign(left=before - floor, elsewhere=last.notna() & (last != rows["place"]))


def _misfits(rows: pd.DataFrame) -> np.ndarray:
    """Give the institutions whose days don't fit the comings of patients who go nowhere else for the drug: they fill
    in one figure for everybody."""
    believed = rows["days"].where(rows["days"].between(1, MOST_DAYS))
    pairs = (
        rows.assign(days=believed)
        .groupby(["patient", "drug"], sort=False)
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
