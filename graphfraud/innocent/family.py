"""Families fall ill, shop and travel together."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "family"


def test(candidate: Candidate) -> Innocent:
    """Members of one household are no ring: links inside a household never count. Likely when few households
    remain, where far more members lack a household than in the register at large (those are one household that the
    register lacks); or when the members without a household could be one family: in a group of `family_small` or
    fewer, or of `family_large` or fewer of whom half or more share a community."""
    people, patients, parameters = candidate.people, candidate.patients, candidate.parameters
    n, unknown = len(patients), int((~people.registered[patients]).sum())
    households, fewest = candidate.households
    one_origin = top_share(people.employer[patients]) >= 0.5
    enough = min(parameters.whole("min_households"), n)
    small, large = parameters.whole("family_small"), parameters.whole("family_large")
    could_be = fewest < enough and (n <= small or (n <= large and one_origin))
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
    few = households * 2 < n or households < enough
    return verdict(
        CODE,
        few or could_be,
        unknown > 0,
        f"{n}人分属{households}个家庭" + (f"（{unknown}人的家庭不详）" if unknown else ""),
        f"{n} persons of {households} households" + (f" (the household of {unknown} is unknown)" if unknown else ""),
    )


EXPLANATION = Explanation(CODE, Text("家庭成员", "family"), test)
