"""People of one employer, village or address, for whom somebody of their own arranges things on one day."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "one_community"


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the members share an employer, a village or an address: a screening day, or one
    colleague or village official who handles everybody's papers."""
    people, patients = candidate.people, candidate.patients
    ties = [codes[patients] for codes in (people.employer, people.address, people.locality)]
    if all((codes < 0).all() for codes in ties):
        return untested(CODE, "没有单位、社区和住址数据", "there is no employer, community or address data")
    share = max(map(top_share, ties))
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的成员属同一单位、村居或住址，可能有人代为集中办理",
        f"{percent(share)} of the members belong to one employer, village or address, so somebody may have arranged it "
        "for all",
    )


EXPLANATION = Explanation(CODE, Text("同一单位或村居集中办理", "arranged for one community"), test)
