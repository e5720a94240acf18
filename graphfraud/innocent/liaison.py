"""A hospital that can't settle online hands in for its patients: one contact, invoices of one book, own accounts."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "liaison"


def test(candidate: Candidate) -> Innocent:
    """Likely when everybody is paid into an account of his or her own and at least half of all the hospital's
    settlements are reimbursed by hand."""
    share, own = candidate.measured["manual_share"], candidate.measured["own_accounts"] > 0
    return verdict(
        CODE,
        own and share >= 0.5,
        share >= 0.5,
        f"该机构{percent(share)}的结算为手工报销" + ("，且款项进入各自账户，可能由机构代为递交" if own else ""),
        f"{percent(share)} of the institution's settlements are reimbursed by hand"
        + (", each into the person's own account, so it may hand in for its patients" if own else ""),
    )


EXPLANATION = Explanation(CODE, Text("机构代患者递交", "handed in by the institution"), test)
