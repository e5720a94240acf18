"""A shop where strangers pass through: at a station, an airport, a sight. Each comes once, and so do many others."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "passers_by"


def test(candidate: Candidate) -> Innocent:
    """Likely when nine in ten members came once and at least as many others who are insured elsewhere (`strangers`) buy
    there as members do: an agent who has a card's code comes back until its account is empty."""
    facts, strangers = candidate.facts, int(candidate.measured["strangers"])
    days = facts.drop_duplicates(["patient", "day"])["patient"].value_counts()
    once = float((days == 1).mean())
    crowd = strangers >= len(candidate.patients)
    return verdict(
        CODE,
        once >= 0.9 and crowd,
        once >= 0.5 and crowd,
        f"{percent(once)}的成员只来过一天；另有{strangers}名异地参保人也在该药店购药",
        f"{percent(once)} of the members came on one day only; {strangers} others who are insured elsewhere buy there, "
        "too",
    )


EXPLANATION = Explanation(CODE, Text("过路旅客", "travellers passing through"), test)
