"""A wrong entry in the death register: the person simply goes on living."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "alive_again"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the members go on after the registered death as before it: at two or more
    institutions that they used before."""
    share = float(np.mean([_carries_on(candidate, int(p)) for p in candidate.patients]))
    return verdict(
        CODE,
        share >= 0.6,
        share > 0,
        f"{percent(share)}的成员在登记死亡后仍照常到以往常去的多家机构就医购药，可能是死亡登记有误",
        f"{percent(share)} of the members go on as before at several of their usual institutions, so the death may be "
        "registered wrongly",
    )


def _carries_on(candidate: Candidate, patient: int) -> bool:
    claims, facts = candidate.claims, candidate.facts
    own = facts[facts["patient"] == patient]
    died = int(own["second"].min()) // 86_400 - int(own["days_after"].min())
    rows = np.flatnonzero(claims.patient == patient)
    day = claims.second[rows] // 86_400
    before, after = np.unique(claims.place[rows[day <= died]]), np.unique(claims.place[rows[day > died]])
    return len(np.intersect1d(before, after)) >= 2


EXPLANATION = Explanation(CODE, Text("死亡登记有误", "wrong entry in the death register"), test)
