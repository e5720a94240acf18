"""A refill clinic: registered chronic patients fetch their monthly drugs on the doctor's fixed days."""

from __future__ import annotations

import pandas as pd

from graphfraud.innocent.base import Explanation, chronic, percent, verdict
from graphfraud.innocent.rhythm import irregularity
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "refill_clinic"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the prescriptions are for a registered chronic disease (the bill or the purchase of
    that day says so) and the days keep a regular rhythm, as refills do."""
    facts = candidate.facts
    share = float(pd.Series(chronic(facts)).groupby([facts["patient"], facts["day"]]).max().mean())
    rhythm = irregularity(candidate.days)
    return verdict(
        CODE,
        share >= 0.6 and rhythm < 0.2,
        share >= 0.6,
        f"{percent(share)}的处方为登记慢特病；开药日间隔不规则度{rhythm:.2f}（0为固定周期，0.45为随机）",
        f"{percent(share)} of the prescriptions are for a registered chronic disease; irregularity of the days "
        f"{rhythm:.2f} (0 is clockwork, 0.45 random)",
    )


EXPLANATION = Explanation(CODE, Text("慢病集中续方", "refill clinic"), test)
