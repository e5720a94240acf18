"""Journeys that nobody made: a consultation online, and the pharmacy that sends the drugs."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from graphfraud.claims.table import Claims, Codes


def sent(
    journeys: pd.DataFrame, every: pd.DataFrame, members: Codes, claims: Claims, kinds: Mapping[str, str]
) -> float:
    """Give the share of journeys from an institution to a pharmacy between which others travel the same way.

    An institution and a pharmacy are partners where at least as many other patients as there are members have a bill of
    the one and then, too soon for the way, a purchase at the other. −1 without a journey.

    Args:
        journeys: of the members; `row` and `other` are positions in the claims, in any order.
        every: of all patients, likewise.
    """
    if journeys.empty:
        return -1.0
    others = _sent(every, claims, kinds)
    others = others[~others["patient"].isin(members)].drop_duplicates()
    served = others.groupby(["house", "shop"]).size()
    partners = set(served.index[served >= len(members)])
    own = _sent(journeys, claims, kinds)
    total = len(np.unique(np.sort(journeys[["row", "other"]].to_numpy(), axis=1), axis=0))
    return sum(pair in partners for pair in zip(own["house"], own["shop"], strict=True)) / total


def _sent(journeys: pd.DataFrame, claims: Claims, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Give `patient`, `house` and `shop` of each journey that leads from an institution to a pharmacy."""
    ends = journeys[["row", "other"]].to_numpy(np.int64)
    late = claims.second[ends[:, 0]] > claims.second[ends[:, 1]]
    ends = np.unique(np.where(late[:, None], ends[:, ::-1], ends), axis=0)
    shop = np.array([kinds.get(name) == "pharmacy" for name in claims.places])
    house, at = claims.place[ends].T
    led = ~shop[house] & shop[at]
    return pd.DataFrame({"patient": claims.patient[ends[led, 0]], "house": house[led], "shop": at[led]})
