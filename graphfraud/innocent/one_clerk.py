"""An agency with a single clerk: everything that is entered at all is entered by one person."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "one_clerk"


def test(candidate: Candidate) -> Innocent:
    """Likely when the operator enters at least 80 % of all manual reimbursements: there is nobody to compare with."""
    share = candidate.measured["operator_share"]
    return verdict(
        CODE,
        share >= 0.8,
        share >= 0.5,
        f"全部手工报销的{percent(share)}由该经办人办理",
        f"the operator enters {percent(share)} of all manual reimbursements",
    )


EXPLANATION = Explanation(CODE, Text("仅有一名经办人", "the only clerk"), test)
