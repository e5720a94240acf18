"""Patients of another region: their hospital bills are in other books, so no visit can be seen here."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "treated_elsewhere"


def test(candidate: Candidate) -> Innocent:
    """Likely when 60 % of the members are insured in another pooling area than the pharmacy's."""
    share = float(candidate.facts.groupby("patient")["far"].max().mean())
    return verdict(
        CODE,
        share >= 0.6,
        share >= 0.3,
        f"{percent(share)}的成员为异地参保，可能在数据之外的医院就诊",
        f"{percent(share)} of the members are insured elsewhere and may be treated at hospitals outside the data",
    )


EXPLANATION = Explanation(CODE, Text("在外地医院就诊", "treated in another region"), test)
