"""An institution that lies far from everybody who goes there: entered at a wrong position, or remote (online care)."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, untested, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "far_away"


def test(candidate: Candidate) -> Innocent:
    """Likely when, at one end of most impossible journeys, the other patients too mostly come from far away: the
    position is wrong, care is given online, or relatives fetch drugs at home meanwhile. Not where those others make
    hardly any impossible journey, and the members hardly any other visit there. Likely too when most journeys lead from
    a doctor's bill to a purchase at one pharmacy, as those of others do: care online, and a pharmacy that sends."""
    share = candidate.measured["from_far"]
    if share < 0:
        return untested(CODE, "没有不可能行程", "there is no impossible journey")
    sent = candidate.measured["sent"]
    if sent >= 0.5:
        return verdict(
            CODE,
            True,
            True,
            f"{percent(sent)}的不可能行程都是先在同一机构就诊、随后在同一药店购药，其他患者在这两处也是如此，可能是互联网诊疗后配送药品",
            f"{percent(sent)} of the impossible journeys lead from a bill of one institution to a purchase at one "
            "pharmacy soon after, as those of other patients do: care online, and drugs that are sent",
        )
    if candidate.measured["others_spared"]:
        return verdict(
            CODE,
            False,
            share >= 0.2,
            f"{percent(share)}的不可能行程涉及其他患者也多来自远处的机构，但那里的其他患者几乎没有不可能行程",
            f"{percent(share)} of the impossible journeys touch an institution whose other patients come from far as "
            "well, but hardly any of those others makes such a journey",
        )
    return verdict(
        CODE,
        share >= 0.5,
        share >= 0.2,
        f"{percent(share)}的不可能行程涉及其他患者也多来自远处的机构，可能是坐标有误、互联网诊疗或家属在家代购",
        f"{percent(share)} of the impossible journeys touch an institution whose other patients come from far as well: "
        "a wrong position, online care, or relatives who fetch drugs at home",
    )


EXPLANATION = Explanation(CODE, Text("机构坐标有误或远程就医", "wrong position or remote care"), test)
