"""A small hospital sends its inpatients to another one, for a consultation or a treatment that it can't give."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "referral"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the visits elsewhere are at one medical institution that these patients do not see
    otherwise: whoever is at home during a stay goes where he or she always goes."""
    claims, facts = candidate.claims, candidate.facts
    elsewhere = facts[facts["part"] != "stay"]
    beside = np.ones(len(claims.place), bool)
    beside[facts["row"].to_numpy(np.int64)] = False
    n = len(claims.places)
    usual = np.unique(claims.patient[beside].astype(np.int64) * n + claims.place[beside])
    strange = ~np.isin(elsewhere["patient"].to_numpy(np.int64) * n + elsewhere["place"].to_numpy(np.int64), usual)
    strange &= ~claims.pharmacy[elsewhere["place"].to_numpy(np.int64)]
    most = int(np.bincount(elsewhere["place"].to_numpy(np.int64)[strange], minlength=1).max())
    share = most / max(len(elsewhere), 1)
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的他处就诊集中在同一家机构，而这些患者平时不去该机构",
        f"{percent(share)} of the visits elsewhere are at one institution that these patients do not see otherwise",
    )


EXPLANATION = Explanation(CODE, Text("转外会诊或治疗", "sent to another hospital"), test)
