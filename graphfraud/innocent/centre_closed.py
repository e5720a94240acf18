"""A dialysis centre closes, or moves to new premises: all of its patients must go somewhere else."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "centre_closed"


def test(candidate: Candidate) -> Innocent:
    """Likely when the centre that the patients left bills hardly any session more (a tenth or less of before)."""
    left = candidate.measured.get("source_after", 1.0)
    return verdict(
        CODE,
        left <= 0.1,
        left <= 0.5,
        f"患者离开的机构此后的血液净化次数为此前的{percent(left)}，"
        + ("可能已停业或搬迁" if left <= 0.5 else "仍在照常开展"),
        f"the centre that the patients left bills {percent(left)} of its former sessions, "
        + ("so it may have closed or moved" if left <= 0.5 else "so it goes on"),
    )


EXPLANATION = Explanation(CODE, Text("透析机构停业或搬迁", "centre closed or moved"), test)
