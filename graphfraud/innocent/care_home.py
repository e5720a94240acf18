"""Residents of a care home are treated together."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "care_home"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the members share one registered address."""
    address = candidate.people.address[candidate.patients]
    if (address < 0).all():
        return untested(CODE, "没有住址数据", "there is no address data")
    share = top_share(address)
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的成员登记同一住址",
        f"{percent(share)} of the members share one registered address",
    )


EXPLANATION = Explanation(CODE, Text("养老机构", "care home"), test)
