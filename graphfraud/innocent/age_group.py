"""School classes, vaccination cohorts, pension check-ups: everybody is of one age."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "age_group"
BAND = 3 * 365.25


def test(candidate: Candidate) -> Innocent:
    """Likely when 80 % of at least five members were born within three years."""
    born = np.sort(candidate.people.born[candidate.patients])
    born = born[~np.isnan(born)]
    if len(born) < 3:
        return untested(CODE, "没有出生日期", "there are no birth dates")
    within = np.searchsorted(born, born + BAND, side="right") - np.arange(len(born))
    share = float(within.max() / len(candidate.patients))
    return verdict(
        CODE,
        share >= 0.8 and len(born) >= 5,
        share >= 0.6,
        f"{percent(share)}的成员出生在三年之内",
        f"{percent(share)} of the members were born within three years",
    )


EXPLANATION = Explanation(CODE, Text("同龄群体", "one age group"), test)
