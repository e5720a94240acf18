"""The hospital of the place: people lie where they also go with a cough."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "local_hospital"
LEAST = 20
"""Fewer outpatient visits to hospitals say nothing of where the members usually go."""


def test(candidate: Candidate) -> Innocent:
    """Likely when the members, or all people of their employer or village, make at least a quarter of their outpatient
    visits to hospitals at this one: it is where they go anyway. A hospital that people are fetched to sees them in bed
    only."""
    shares = [s for whose in ("", "community_") if (s := _share(candidate, whose)) is not None]
    if not shares:
        return untested(CODE, "成员在医院的门诊就诊太少", "the members have too few outpatient visits to hospitals")
    share = max(shares)
    return verdict(
        CODE,
        share >= 0.25,
        share >= 0.1,
        f"成员（或其单位、村居的全部人员）在医院的门诊就诊有{percent(share)}在该院",
        f"{percent(share)} of the outpatient visits to hospitals of the members (or of all people of their employer or "
        "village) were made there",
    )


def _share(candidate: Candidate, whose: str) -> float | None:
    """Give the share of the visits that were made there, None where they are too few."""
    visits, here = (candidate.measured.get(f"{whose}outpatient_{which}", 0.0) for which in ("visits", "here"))
    return here / visits if visits >= LEAST else None


EXPLANATION = Explanation(CODE, Text("当地居民惯用的医院", "the usual hospital of the place"), test)
