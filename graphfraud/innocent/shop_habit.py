"""A shop's way of doing things: it rounds its prices, or does not scan, for everybody who comes in."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "shop_habit"


def test(candidate: Candidate) -> Innocent:
    """Likely when a fifth or more of the casual customers' purchases look the same."""
    habit = candidate.measured["habit"]
    return verdict(
        CODE,
        habit >= 0.2,
        habit >= 0.05,
        f"散客的购药中{percent(habit)}有同样的特征",
        f"{percent(habit)} of the casual customers' purchases look the same",
    )


EXPLANATION = Explanation(CODE, Text("药店惯常做法", "the shop's usual way"), test)
