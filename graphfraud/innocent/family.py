"""Families fall ill, shop and travel together."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "family"
SMALL = 5


def test(candidate: Candidate) -> Innocent:
    """Members of one household are no ring: links inside a household never count. Likely when few households
    remain, or when a group of five or fewer has members whose household is unknown (a possible family)."""
    people, patients = candidate.people, candidate.patients
    homes = people.household[patients]
    unknown = int((~people.registered[patients]).sum())
    households = len(np.unique(homes[homes >= 0])) + int((homes < 0).sum())
    if not people.registered.any() and (homes < 0).all():
        if len(patients) <= SMALL:
            return verdict(
                CODE,
                True,
                True,
                f"没有家庭数据，{len(patients)}人以下的小组可能是一家人",
                f"there is no household data, and a group of {len(patients)} may be a family",
            )
        return untested(CODE, "没有家庭户数据", "there is no household data")
    few = households * 2 < len(patients) or households < min(4, len(patients))
    small_unknown = len(patients) <= SMALL and unknown > 0
    return verdict(
        CODE,
        few or small_unknown,
        unknown > 0,
        f"{len(patients)}人分属{households}个家庭" + (f"（{unknown}人的家庭不详）" if unknown else ""),
        f"{len(patients)} persons of {households} households"
        + (f" (the household of {unknown} is unknown)" if unknown else ""),
    )


EXPLANATION = Explanation(CODE, Text("家庭成员", "family"), test)
