"""Accounts spent before the year closes: everybody does it in the last weeks."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "year_end"


def test(candidate: Candidate) -> Innocent:
    """Likely when 80 % of the purchases fall on the last six weeks of a year and no member comes a third time: a
    balance is spent once or twice."""
    facts = candidate.facts
    day = facts["day"].to_numpy().astype("datetime64[D]")
    share = float(np.mean(day >= (day.astype("datetime64[Y]") + 1).astype("datetime64[D]") - 42))
    often = float((facts["patient"].value_counts() > 2).mean())
    return verdict(
        CODE,
        share >= 0.8 and often < 0.2,
        share >= 0.5,
        f"{percent(share)}的购药在年末六周内，{percent(often)}的成员来过三次以上",
        f"{percent(share)} of the purchases fall on the last six weeks of a year, {percent(often)} of the members came "
        "three times or more",
    )


EXPLANATION = Explanation(CODE, Text("年底集中用完账户", "accounts spent at the year's end"), test)
