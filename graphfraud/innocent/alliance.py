"""Tele-medicine and medical alliances: many doctors of one institution sign at the other."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "alliance"
SEVERAL = 3


def test(candidate: Candidate) -> Innocent:
    """Likely when three or more further doctors sign at both institutions: the houses work together."""
    claims = candidate.claims
    doctor = int(candidate.facts["doctor"].mode().iloc[0])
    signed = claims.doctor >= 0
    here = np.unique(claims.doctor[signed & np.isin(claims.place, candidate.facts["place"].unique())])
    elsewhere = np.setdiff1d(np.unique(claims.place[claims.doctor == doctor]), candidate.facts["place"])
    others = np.setdiff1d(np.intersect1d(here, claims.doctor[signed & np.isin(claims.place, elsewhere)]), [doctor])
    return verdict(
        CODE,
        len(others) >= SEVERAL,
        len(others) > 0,
        f"另有{len(others)}名医师同样在两边签署，可能为远程医疗或医联体",
        f"{len(others)} further doctors sign at both institutions, as in tele-medicine or a medical alliance",
    )


EXPLANATION = Explanation(CODE, Text("远程医疗、医联体", "tele-medicine or medical alliance"), test)
