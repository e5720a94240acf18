"""Check-up, vaccination and other crowd days: many are there, the group is only part of it."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "crowd_day"


def test(candidate: Candidate) -> Innocent:
    """Likely when at half or more of the gatherings at least as many others were there, and clearly more than
    three times as many as in an average week."""
    crowded = (candidate.others >= candidate.present) & (candidate.others >= 3 * candidate.usual + 3)
    share = float(crowded.mean())
    return verdict(
        CODE,
        share >= 0.5,
        share > 0,
        f"{percent(share)}的聚集发生在人群高峰；聚集时平均另有{candidate.others.mean():.1f}人在场",
        f"{percent(share)} of the gatherings fell on a crowd day; on average {candidate.others.mean():.1f} others were "
        "there",
    )


EXPLANATION = Explanation(CODE, Text("体检、接种等人群高峰日", "check-up, vaccination or other crowd day"), test)
