"""A care home with a clinic or hospital of its own, or one under contract: residents are treated where they live."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "own_clinic"
WORDS = "养老|护理院|医养|康养|敬老|福利院|安养|养护"


def test(candidate: Candidate) -> Innocent:
    """Likely when the institution has the name of a care home, is a clinic, or lies at the hub's own address."""
    own = bool(candidate.measured["own_clinic"])
    return verdict(
        CODE,
        own,
        False,
        "收治机构本身是养老、护理类机构或就在该住址" if own else "收治机构不是养老、护理类机构，也不在该住址",
        "the institution is a care home's own, by its name, kind or address"
        if own
        else "the institution is no care home's own, by name, kind and address",
    )


EXPLANATION = Explanation(CODE, Text("养老机构自办或签约医疗点", "the care home's own or contracted clinic"), test)
