"""Treatments in series: assistants give physiotherapy, infusions or dressings by the dozen under one doctor's name."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, described, named, percent, share_of, verdict
from graphfraud.innocent.treatment_cycle import CARE_WORD, PROTOCOL_WORD
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "serial_treatment"
SERIES_DAYS = 3
"""Visits of a series are this close to each other, a weekend between included."""


def test(candidate: Candidate) -> Innocent:
    """Likely when a doctor's days are too full and at least 60 % of the members' settlements with a named item carry
    rehabilitation, dialysis or chemotherapy, or at least 60 % of their visits are at most three days after the last
    one: a course, for which the doctor's time is not needed each time."""
    facts = candidate.facts
    care = named(facts, CARE_WORD, "item_names") | named(facts, PROTOCOL_WORD, "item_names")
    treated = share_of(care, described(facts))
    visits = facts[["patient", "day"]].drop_duplicates().sort_values(["patient", "day"])
    gap = visits["day"].diff()[visits["patient"].eq(visits["patient"].shift())]
    near = float(np.mean(gap <= SERIES_DAYS)) if len(gap) else 0.0
    full = "load" in candidate.measured
    return verdict(
        CODE,
        full and max(treated, near) >= 0.6,
        full and max(treated, near) >= 0.3,
        f"{percent(treated)}的结算含康复、透析等治疗项目，{percent(near)}的就诊距上次不超过{SERIES_DAYS}天",
        f"{percent(treated)} of the settlements carry rehabilitation, dialysis or the like; {percent(near)} of the "
        f"visits are at most {SERIES_DAYS} days after the last one",
    )


EXPLANATION = Explanation(CODE, Text("成疗程的系列治疗", "treatments in series"), test)
