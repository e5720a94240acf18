"""An institution that books an item under a wrong name, or lies at a wrong place: it happens to all its patients."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "coding_error"


def test(candidate: Candidate) -> Innocent:
    """Likely when the members are at least 30 % of the institution's regular patients: a fault of its entries meets
    everybody alike."""
    share = candidate.measured["share_of_regulars"]
    return verdict(
        CODE,
        share >= 0.3,
        share >= 0.1,
        f"该机构{percent(share)}的常客都有此类结算，可能是编码或登记错误",
        f"{percent(share)} of the institution's regular patients have such settlements, so its entries may be wrong",
    )


EXPLANATION = Explanation(CODE, Text("机构编码错误", "wrong coding at the institution"), test)
