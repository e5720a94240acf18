"""Residents of a care home are treated together."""

from __future__ import annotations

import numpy as np

from graphfraud.claims.table import Codes, Ints
from graphfraud.innocent.base import Explanation, percent, top_share, untested, verdict
from graphfraud.innocent.rhythm import irregularity, regular
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "care_home"
OLD = 65 * 365.25
MANY, ROUNDS = 8, 5
CLOCKWORK = 0.25
HOUSE = 3
"""Fewer members of one address may be a couple."""


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the members share one registered address, or when 80 % live at a few with three or
    more of them each: homes, or houses of one, that send their residents to one hospital. Where most addresses are
    unknown: when at least 90 % of eight or more members are 65 or older and only ever met at one medical institution,
    as residents do with the doctor who calls at their home. Or, since residents often keep the address they had: when
    members of that age and number only ever met at one place, five times or more and like clockwork, as on the rounds
    of whoever fetches for them. Where neither an address nor an age of any of them is known, and being together is all
    that there is against them, the clock alone says so."""
    address = candidate.people.address[candidate.patients]
    share, unknown = top_share(address), float((address < 0).mean())
    old, known = _old(candidate)
    one_place = len(np.unique(candidate.places)) == 1 and not candidate.stays
    one_doctor = one_place and not candidate.claims.pharmacy[candidate.places].any()
    rhythm = irregularity(candidate.days) if len(candidate.days) >= ROUNDS else 1.0
    nothing_else = len(candidate.group.links.a) > 0 and known == 0 and unknown == 1.0
    if one_place and nothing_else and len(address) >= MANY and rhythm < regular(len(candidate.days)):
        return verdict(
            CODE,
            True,
            True,
            f"没有住址和年龄数据；{len(address)}名成员只在同一机构出现，间隔如同固定周期（不规则度{rhythm:.2f}，0.45为随机），"
            "可能是养老机构或代购",
            f"there are no addresses and ages; the {len(address)} members only met at one place, at regular intervals "
            f"(irregularity {rhythm:.2f}; 0.45 is random), as a care home or a shopping round does",
        )
    if one_place and known >= MANY and old >= 0.9 and rhythm < CLOCKWORK:
        return verdict(
            CODE,
            True,
            True,
            f"{percent(old)}的成员年满65岁，只在同一机构出现，间隔如同固定周期（不规则度{rhythm:.2f}，0.45为随机）",
            f"{percent(old)} of the members are 65 or older; they only met at one place, at regular intervals "
            f"(irregularity {rhythm:.2f}; 0.45 is random)",
        )
    if unknown > 0.5 and share < 0.3 and known >= MANY and old >= 0.9 and one_doctor:
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
    homes = _homes(address)
    together = float(homes.sum() / len(address))
    if share < 0.6 and together >= 0.8:
        return verdict(
            CODE,
            True,
            True,
            f"{percent(together)}的成员登记在{len(homes)}处住址，每处至少{HOUSE}人",
            f"{percent(together)} of the members are registered at {len(homes)} addresses, {HOUSE} or more at each",
        )
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的成员登记同一住址",
        f"{percent(share)} of the members share one registered address",
    )


def _homes(address: Codes) -> Ints:
    """Give how many members live at each address that holds HOUSE of them or more."""
    counts: Ints = np.bincount(address[address >= 0])
    return counts[counts >= HOUSE]


def _old(candidate: Candidate) -> tuple[float, int]:
    """Give the share of the members with a known birth date who are 65 or older, and how many those with one are."""
    born = candidate.people.born[candidate.patients]
    born = born[~np.isnan(born)]
    return (float((candidate.days.min() - born >= OLD).mean()) if len(born) else 0.0), len(born)


EXPLANATION = Explanation(CODE, Text("养老机构", "care home"), test)
