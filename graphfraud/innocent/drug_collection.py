"""Relatives fetch the drugs of a patient who lies in hospital."""

from __future__ import annotations

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "drug_collection"


def test(candidate: Candidate) -> Innocent:
    """Likely when under two fifths of the settlements elsewhere needed the patient there: the others are only drugs."""
    elsewhere = candidate.facts[candidate.facts["part"] != "stay"]
    drugs = float((elsewhere["part"] == "drugs").mean())
    return verdict(
        CODE,
        drugs > 0.6,
        drugs > 0.4,
        f"{percent(drugs)}的他处结算只有药品，可能由家属代取",
        f"{percent(drugs)} of the settlements elsewhere are drugs only, which relatives may have fetched",
    )


EXPLANATION = Explanation(CODE, Text("家属代取药", "drugs fetched by relatives"), test)
