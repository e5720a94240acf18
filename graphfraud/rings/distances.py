"""Which institutions' patients come from far: where their other settlements lie."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graphfraud.claims.table import Claims, Codes
from graphfraud.signals.events import Floats

EARTH_KM = 6371.0


def kilometres(lnt: Floats, lat: Floats, to_lnt: Floats | float, to_lat: Floats | float) -> Floats:
    """Give great-circle distances in km; degrees in, NaN where a position is unknown."""
    a, b = np.radians(lat), np.radians(to_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(to_lnt - lnt) / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(half))))


def from_far(claims: Claims, place: int, without: Codes, positions: pd.DataFrame, km: float) -> float:
    """Give the share of a place's patients (save `without`) whose other settlements mostly lie more than `km` away.

    Where nobody else is known elsewhere nothing can be said for the place: 1.

    Args:
        positions: `lnt` and `lat` of each place, in the order of `claims.places`, NaN where unknown.
    """
    guests = np.setdiff1d(claims.patient[claims.place == place], without)
    at = positions.iloc[place]
    far = kilometres(positions["lnt"].to_numpy(), positions["lat"].to_numpy(), float(at["lnt"]), float(at["lat"]))
    rows = np.flatnonzero(np.isin(claims.patient, guests) & (claims.place != place))
    known = rows[~np.isnan(far[claims.place[rows]])]
    if not len(known):
        return 1.0
    share = pd.Series(far[claims.place[known]] > km).groupby(claims.patient[known]).mean()
    return float((share > 0.5).mean())
