"""A default doctor: the hospital's software writes one code on every bill that names nobody."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "default_doctor"
OTHERS = 2


def test(candidate: Candidate) -> Innocent:
    """Likely when the code stands on half or more of the outpatient bills of one of its institutions, although two or
    more other doctors sign there. The candidate's own bills don't count: in a small institution they are the volume,
    and a default code stands on others as well. Nor does an institution at which the doctor is a `guest` (of the
    candidate's facts), registered elsewhere: software falls back on one of the house's own."""
    claims = candidate.claims
    beside = np.ones(len(claims.doctor), bool)
    beside[candidate.facts["row"].to_numpy(np.int64)] = False
    doctor = int(candidate.facts["doctor"].mode().iloc[0])
    guest = candidate.facts.loc[candidate.facts["guest"], "place"].unique()
    share = 0.0
    for place in np.setdiff1d(claims.place[(claims.doctor == doctor) & ~claims.stay], guest).tolist():
        here = claims.doctor[(claims.place == place) & ~claims.stay & (claims.doctor >= 0) & beside]
        if len(np.unique(here)) > OTHERS:
            share = max(share, float((here == doctor).mean()))
    return verdict(
        CODE,
        share >= 0.5,
        share >= 0.3,
        f"该医师编码占其所在机构门诊结算的{percent(share)}",
        f"the code stands on {percent(share)} of the outpatient bills of one of its institutions",
    )


EXPLANATION = Explanation(CODE, Text("系统默认医师", "default doctor of the software"), test)
