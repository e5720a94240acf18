"""Families fall ill, shop and travel together."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "family"
FEW = 4
SMALL = 5
LARGE = 7
"""Larger families than this hardly turn up whole."""


def test(candidate: Candidate) -> Innocent:
    """Members of one household are no ring: links inside a household never count. Likely when few households
    remain, where far more members lack a household than in the register at large (those are one household that the
    register lacks); or when the members without a household could be one family: in a group of five or fewer, or of
    seven or fewer of whom half or more share a community, or nobody's is known."""
    people, patients = candidate.people, candidate.patients
    n, unknown = len(patients), int((~people.registered[patients]).sum())
    households, fewest = candidate.households
    origin = people.employer[patients]
    one_origin = top_share(origin) >= 0.5 or bool((origin < 0).all())
    could_be = fewest < min(FEW, n) and (n <= SMALL or (n <= LARGE and one_origin))
    if not people.registered.any() and (people.household[patients] < 0).all():
        if could_be:
            return verdict(
                CODE,
                True,
                True,
                f"没有家庭户数据，这{n}人可能是一家人",
                f"there is no household data, and these {n} people may be a family",
            )
        return untested(CODE, "没有家庭户数据", "there is no household data")
    few = households * 2 < n or households < min(FEW, n)
    return verdict(
        CODE,
        few or could_be,
        unknown > 0,
        f"{n}人分属{households}个家庭" + (f"（{unknown}人的家庭不详）" if unknown else ""),
        f"{n} persons of {households} households" + (f" (the household of {unknown} is unknown)" if unknown else ""),
    )


EXPLANATION = Explanation(CODE, Text("家庭成员", "family"), test)
