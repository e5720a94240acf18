"""A popular day: weekly clinic, market, membership day of a pharmacy; always the same turn of the calendar."""

from __future__ import annotations

import numpy as np

from graphfraud.claims.table import Codes
from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.innocent.programme import called
from graphfraud.innocent.rhythm import at_usual_place
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "popular_day"
RARE = 0.005


def test(candidate: Candidate) -> Innocent:
    """Likely when 90 % of the gatherings fall on one weekday, on days of the month with one last digit, or on one turn
    of a five- or ten-day market, and others were usually there too or all gatherings are in one place; of six or more
    days a single one elsewhere is left out, and so are check-ups and the like. A shorter cycle needs more gatherings:
    chance must leave less than one in 200 groups on it. Hospitals admit by the week: for stays, only the weekday
    counts."""
    usual = at_usual_place(candidate.places, candidate.days, lambda: called(candidate))
    name, share = cycle(candidate.days[usual], stays=candidate.stays)
    others = float((candidate.others > 0).mean())
    one_place = len(np.unique(candidate.places[usual])) == 1
    return verdict(
        CODE,
        bool(name) and (others >= 0.5 or one_place),
        bool(name),
        f"{percent(share)}的聚集落在{CYCLES[name][0]}，{percent(others)}的聚集有他人在场"
        if name
        else f"聚集日期没有固定周期，{percent(others)}的聚集有他人在场",
        f"{percent(share)} of the gatherings fall on {CYCLES[name][1]}; others were there at {percent(others)} of them"
        if name
        else f"the days follow no calendar cycle; others were there at {percent(others)} of the gatherings",
    )


CYCLES = {
    "week": ("同一星期几", "one weekday"),
    "date": ("尾数相同的日期", "days of the month with one last digit"),
    "market": ("固定的五日集或十日集", "one turn of a five- or ten-day market"),
}


def cycle(days: Codes, *, stays: bool) -> tuple[str, float]:
    """Give the calendar cycle on which the days fall, and the share that does; no name where there is none."""
    dates = (days.astype("datetime64[D]") - days.astype("datetime64[D]").astype("datetime64[M]")).astype(np.int64) + 1
    cycles = [("week", (days + 3) % 7, 7), ("date", dates % 10, 10), ("market", days % 10, 10), ("market", days % 5, 5)]
    for name, turn, length in cycles[:1] if stays else cycles:
        share = float(np.bincount(turn).max() / len(turn))
        if share >= 0.9 and length ** (1 - len(turn)) < RARE:
            return name, share
    return "", 0.0


EXPLANATION = Explanation(CODE, Text("固定门诊日、集市日、会员日", "weekly clinic, market or membership day"), test)
