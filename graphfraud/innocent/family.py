"""Families fall ill, shop and travel together."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, top_share, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "family"


def test(candidate: Candidate) -> Innocent:
    """Members of one household are no ring: links inside a household never count. Likely when few households
    remain, where far more members lack a household than in the register at large (those are one household that the
    register lacks). Possible when the members without a household could be one family: in a group of `family_small`
    or fewer, or of `family_large` or fewer of whom half or more share a community, or nobody's is known, or of any size
    where nothing at all is known and all meet at one place; such a group has a queue of its own."""
    people, patients = candidate.people, candidate.patients
    n, unknown = len(patients), int((~people.registered[patients]).sum())
    households = candidate.households[0]
    enough = min(candidate.parameters.whole("min_households"), n)
    could_be = unknown_group(candidate)
    if _nothing_known(candidate) and could_be:
        return verdict(
            CODE,
            False,
            True,
            f"这{n}人的家庭、社区、住址和年龄均不详"
            + ("，且只在同一处出现，可能是一家人、同住一院的老人或邻居" if _one_place(candidate) else "，可能是一家人"),
            f"nothing is known of the households, communities, addresses and ages of these {n} people; they may be a "
            "family" + (", residents of a home or neighbours: they only met at one place" * _one_place(candidate)),
        )
    if not people.registered.any() and (people.household[patients] < 0).all():
        if could_be:
            return verdict(
                CODE,
                False,
                True,
                f"没有家庭户数据，这{n}人可能是一家人",
                f"there is no household data, and these {n} people may be a family",
            )
        return untested(CODE, "没有家庭户数据", "there is no household data")
    few = households * 2 < n or households < enough
    return verdict(
        CODE,
        few,
        could_be or unknown > 0,
        f"{n}人分属{households}个家庭" + (f"（{unknown}人的家庭不详）" if unknown else ""),
        f"{n} persons of {households} households" + (f" (the household of {unknown} is unknown)" if unknown else ""),
    )


def unknown_group(candidate: Candidate) -> bool:
    """Say whether the members of unknown household may be relatives, with too few others left to make a ring.

    Nothing in the claims tells five relatives from five accomplices: only household data does. More relatives come
    together only where being together is all that there is against them. Nor, where that is all and nothing at all is
    known of members who only ever meet at one place, does anything tell a home's residents from more accomplices.
    """
    parameters, n = candidate.parameters, len(candidate.patients)
    meets = len(candidate.group.links.a) > 0
    origin = candidate.people.employer[candidate.patients]
    one_origin = top_share(origin) >= 0.5 or bool((origin < 0).all())
    most = parameters.whole("family_large" if meets and one_origin else "family_small")
    few = candidate.households[1] < min(parameters.whole("min_households"), n)
    unplaced = meets and _nothing_known(candidate) and _one_place(candidate)
    return (few and n <= most) or unplaced


def _nothing_known(candidate: Candidate) -> bool:
    """Say whether no member's household, employer or community, address or age is known."""
    people, own = candidate.people, candidate.patients
    codes = (people.household[own], people.employer[own], people.address[own])
    return all(bool((c < 0).all()) for c in codes) and bool(np.isnan(people.born[own]).all())


def _one_place(candidate: Candidate) -> bool:
    """Say whether all visits were to one owner's places; stays are no habit."""
    return not candidate.stays and len(np.unique(candidate.owners)) == 1


EXPLANATION = Explanation(CODE, Text("家庭成员", "family"), test)
