"""Residents of a care home are treated together."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "care_home"
OLD = 65 * 365.25
MANY = 8


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the members share one registered address. Where most addresses are unknown: when
    at least 90 % of eight or more members are 65 or older and only ever met at one medical institution, as residents
    do with the doctor who calls at their home."""
    address = candidate.people.address[candidate.patients]
    share, unknown = top_share(address), float((address < 0).mean())
    old, known = _old(candidate)
    one_doctor = len(np.unique(candidate.places)) == 1 and not candidate.claims.pharmacy[candidate.places].any()
    if unknown > 0.5 and share < 0.3 and known >= MANY and old >= 0.9 and one_doctor and not candidate.stays:
        return verdict(
            CODE,
            True,
            True,
            f"{percent(unknown)}的成员住址未知；{percent(old)}的成员年满65岁，且只在同一医疗机构出现",
            f"the address of {percent(unknown)} of the members is unknown; {percent(old)} of them are 65 or older, and "
            "they only met at one medical institution",
        )
    if unknown == 1.0:
        return untested(CODE, "没有住址数据", "there is no address data")
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的成员登记同一住址",
        f"{percent(share)} of the members share one registered address",
    )


def _old(candidate: Candidate) -> tuple[float, int]:
    """Give the share of the members with a known birth date who are 65 or older, and how many those with one are."""
    born = candidate.people.born[candidate.patients]
    born = born[~np.isnan(born)]
    return (float((candidate.days.min() - born >= OLD).mean()) if len(born) else 0.0), len(born)


EXPLANATION = Explanation(CODE, Text("养老机构", "care home"), test)
