"""Purchases at pharmacies that look as if nothing was handed over: a suspicious amount, and a mark of no goods.

An amount alone says nothing, and neither does a missing code: a purchase is hollow only with a mark of each sort. The
marks of a shop that never has fee lines, never scans or is open at night are not counted there.
"""

from __future__ import annotations

import pandas as pd

from graphfraud.parameters import Parameters

DAY_S = 86_400
MORNING = 6
CASUAL_LEAST = 10
"""Fewer purchases of casual customers say nothing of the shop; then all of its purchases count."""
NEVER_BY_CHANCE = 0.05
USUAL_LINES, USUAL_SCANS, OFTEN_AT_NIGHT = 0.5, 0.7, 0.2


def mark(sales: pd.DataFrame, parameters: Parameters) -> pd.DataFrame:
    """Add `times` (purchases of the person there), `casual` (few), `night`, `repeated` and `hollow`; `money` and
    `bare`: a suspicious amount, and a mark of no goods, whatever the other says; `scanned`: the shop's usual share.

    Args:
        sales: `place`, `patient`, `second`, `cents`, `lines`, `boxes`, `repeated` of every purchase at a pharmacy.
        parameters: what amount is round, which hours are off.
    """
    hour = sales["second"] % DAY_S / 3600
    night = ((hour >= parameters["empty_night_from"]) | (hour < MORNING)) & (sales["second"] % DAY_S > 0)
    times = sales.groupby(["place", "patient"])["row"].transform("size")
    sales = sales.assign(times=times, casual=times < parameters.whole("empty_min_times"), night=night)
    usual = _usual(sales)
    money = _money(sales, parameters)
    bare = (
        ((sales["lines"] == 0) & (sales["boxes"] == 0) & (usual["lines"] >= USUAL_LINES))
        | ((sales["boxes"] == 0) & (usual["boxes"] >= USUAL_SCANS))
        | (sales["repeated"] > 0)
        | (sales["night"] & (usual["night"] < OFTEN_AT_NIGHT))
    )
    lacks = bare | ((sales["boxes"] == 0) & _never_scanned(sales, money, usual["boxes"]))
    return sales.assign(
        hollow=money & lacks, money=money, bare=bare, scanned=usual["boxes"], repeated=sales["repeated"] > 0
    )


def _never_scanned(sales: pd.DataFrame, money: pd.Series[bool], usual: pd.Series[float]) -> pd.Series[bool]:
    """Say whether none of the card's suspicious amounts at the shop was scanned, though the shop scans so often that
    this is unlikely (at most NEVER_BY_CHANCE) to be chance."""
    of = [sales["place"], sales["patient"]]
    scanned = (money & (sales["boxes"] > 0)).groupby(of).transform("sum")
    times = money.groupby(of).transform("sum")
    return (scanned == 0) & ((1.0 - usual) ** times <= NEVER_BY_CHANCE)


def _money(sales: pd.DataFrame, parameters: Parameters) -> pd.Series[bool]:
    """Say which amounts are round, or come from three persons or more, six times or more, at one shop."""
    cents = sales["cents"]
    large = cents >= 100 * parameters["empty_min_amount"]
    is_round = cents % int(100 * parameters["empty_round_yuan"]) == 0
    same = sales[large].groupby(["place", "cents"])["patient"].agg(["nunique", "size"])
    common = same.index[(same["nunique"] >= 3) & (same["size"] >= 6)]
    return large & (is_round | pd.MultiIndex.from_frame(sales[["place", "cents"]]).isin(common))


def _usual(sales: pd.DataFrame) -> pd.DataFrame:
    """Give, for each purchase, the shares of its shop's purchases with lines, with a scanned box, and at night."""
    has = pd.DataFrame(
        {"place": sales["place"], "lines": sales["lines"] > 0, "boxes": sales["boxes"] > 0, "night": sales["night"]}
    )
    casual = has[sales["casual"]].groupby("place")
    enough = casual.size() >= CASUAL_LEAST
    shares = has.groupby("place").mean()
    known = enough.index[enough]
    shares.loc[known] = casual.mean().loc[known]
    return shares.reindex(sales["place"]).set_index(sales.index)
