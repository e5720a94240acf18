"""A small hospital sends its inpatients to another one, for a consultation or a treatment that it can't give."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "referral"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the visits elsewhere are at one medical institution, where each of these patients is
    seen but this once: whoever is at home during a stay goes where he or she always goes."""
    claims, facts = candidate.claims, candidate.facts
    elsewhere = facts[facts["part"] != "stay"]
    place = elsewhere["place"].to_numpy(np.int64)
    pair, own = np.int64(len(claims.places)), claims.rows_of(candidate.patients)
    seen, times = np.unique(claims.patient[own] * pair + claims.place[own], return_counts=True)
    once = np.isin(elsewhere["patient"].to_numpy(np.int64) * pair + place, seen[times == 1])
    strange = once & ~claims.pharmacy[place]
    most = int(np.bincount(place[strange], minlength=1).max())
    share = most / max(len(elsewhere), 1)
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的他处就诊集中在同一家机构，而每人只去过这一次",
        f"{percent(share)} of the visits elsewhere are at one institution, where each of these patients was seen once",
    )


EXPLANATION = Explanation(CODE, Text("转外会诊或治疗", "sent to another hospital"), test)
