"""People who travel to a hospital together, each on an errand of their own: a village bus, friends, a course."""

from __future__ import annotations

import numpy as np

from graphfraud.innocent.base import Explanation, percent, top_share, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.peers import cuts

CODE = "outing"
MAIN = 0.75
BETWEEN = 0.2
SCATTERED = 0.6


def test(candidate: Candidate) -> Innocent:
    """Likely when members of one community met at one medical institution (nearly always), others were served in
    between, and the members' times lie scattered as those of independent people do: one hand that passes cards over
    the counter serves them one after the other. Where communities are unknown, only at a single institution and with
    as many others in between at half or more of the gatherings."""
    if candidate.stays:
        return verdict(CODE, False, False, "同住一院不是一次就诊", "being in hospital together is no errand of a day")
    origin = candidate.people.employer[candidate.patients]
    share, main = top_share(origin), top_share(candidate.places)
    crowded = float((candidate.others >= candidate.present).mean())
    between = float(candidate.others.sum() / candidate.present.sum())
    spread = _scatter(candidate)
    medical = not candidate.claims.pharmacy[candidate.places].any()
    apart = medical and main >= MAIN and between >= BETWEEN and spread >= SCATTERED
    unknown = bool((origin < 0).all()) and main == 1.0 and crowded >= 0.5
    return verdict(
        CODE,
        apart and (share >= 0.6 or unknown),
        apart,
        f"{percent(main)}的聚集在同一机构，每名成员之间平均穿插{between:.1f}名他人，间隔离散度{spread:.2f}"
        f"（1为各自独立，0为依次连续）；{percent(share)}的成员属同一单位或社区",
        f"{percent(main)} of the gatherings were at one institution, {between:.1f} others in between for each member; "
        f"scatter of the intervals {spread:.2f} (1 is independent people, 0 one after the other); {percent(share)} of "
        "the members share an employer or community",
    )


def _scatter(candidate: Candidate) -> float:
    """Give the squared variation of the intervals between settlements of a gathering, relative to independent times.

    For m intervals between independent (uniform) times the squared coefficient of variation is (m − 1)/(m + 1) on
    average. 0 where no gathering has two intervals.
    """
    found, expected = 0.0, 0.0
    starts = cuts(candidate.facts["gathering"].to_numpy())
    for seconds in np.split(candidate.facts["second"].to_numpy(np.float64), starts[1:-1]):
        gaps = np.diff(np.sort(seconds))
        if len(gaps) >= 2 and gaps.sum() > 0:
            found += float(np.var(gaps) / np.mean(gaps) ** 2)
            expected += (len(gaps) - 1) / (len(gaps) + 1)
    return found / expected if expected else 0.0


EXPLANATION = Explanation(CODE, Text("结伴就诊", "an outing, each for themselves"), test)
