"""The hospital of the place: people lie where they also go with a cough."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "local_hospital"
LEAST = 20
"""Fewer outpatient visits to hospitals say nothing of where the members usually go."""


def test(candidate: Candidate) -> Innocent:
    """Likely when the members make at least a quarter of their outpatient visits to hospitals at this one: it is where
    they go anyway. A hospital that people are fetched to sees them in bed only."""
    visits, here = candidate.measured["outpatient_visits"], candidate.measured["outpatient_here"]
    if visits < LEAST:
        return untested(CODE, "成员在医院的门诊就诊太少", "the members have too few outpatient visits to hospitals")
    share = here / visits
    return verdict(
        CODE,
        share >= 0.25,
        share >= 0.1,
        f"成员在医院的门诊就诊有{percent(share)}在该院",
        f"{percent(share)} of the members' outpatient visits to hospitals were made there",
    )


EXPLANATION = Explanation(CODE, Text("当地居民惯用的医院", "the usual hospital of the place"), test)
