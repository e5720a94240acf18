"""An institution that books an item under a wrong name, or lies at a wrong place: it happens to all its patients."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "coding_error"


def test(candidate: Candidate) -> Innocent:
    """Likely when the members are at least 30 % of the institution's regular patients: a fault of its entries meets
    everybody alike. Not where it spares its other patients, those who came once included: in a small institution the
    cards in a strange hand are the regulars."""
    share, spared = candidate.measured["share_of_regulars"], bool(candidate.measured["others_spared_here"])
    return verdict(
        CODE,
        share >= 0.3 and not spared,
        share >= 0.1,
        f"该机构{percent(share)}的常客都有此类结算，" + ("但其他患者几乎没有" if spared else "可能是编码或登记错误"),
        f"{percent(share)} of the institution's regular patients have such settlements, "
        + ("but hardly any of its other patients" if spared else "so its entries may be wrong"),
    )


EXPLANATION = Explanation(CODE, Text("机构编码错误", "wrong coding at the institution"), test)
