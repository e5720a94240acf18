"""Colleagues or villagers who travel together: one employer or community, one kind of occasion."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "common_origin"


def test(candidate: Candidate) -> Innocent:
    """Likely when 80 % of the members share an employer or community and the occasions are alike: uniform fees
    (a check-up), or mostly one weekday (a market-day trip)."""
    origin = candidate.people.employer[candidate.patients]
    if (origin < 0).all():
        return untested(CODE, "没有单位或社区数据", "there is no employer or community data")
    share = top_share(origin)
    fees = candidate.facts["medfee"].to_numpy(dtype=np.float64)
    spread = float(np.nanstd(fees) / max(float(np.nanmean(fees)), 0.01))
    weekday = float(np.bincount((candidate.days + 3) % 7).max() / len(candidate.days))
    alike = spread < 0.15 or weekday >= 0.75
    return verdict(
        CODE,
        share >= 0.8 and alike,
        share >= 0.5,
        f"{percent(share)}的成员属同一单位或社区；费用离散度{spread:.2f}，{percent(weekday)}的聚集在同一星期几",
        f"{percent(share)} of the members share an employer or community; spread of fees {spread:.2f}, "
        f"{percent(weekday)} of the gatherings on one weekday",
    )


EXPLANATION = Explanation(CODE, Text("同单位或同村", "same employer or village"), test)
