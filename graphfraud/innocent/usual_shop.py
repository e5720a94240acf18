"""People insured elsewhere who live here: migrants and commuters whose usual pharmacy it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from graphfraud.innocent.base import Explanation, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "usual_shop"


def test(candidate: Candidate) -> Innocent:
    """Likely when half or more of the members buy there on three times as many days: it is their usual
    pharmacy."""
    claims, facts = candidate.claims, candidate.facts
    rows = np.flatnonzero(np.isin(claims.patient, candidate.patients) & np.isin(claims.place, facts["place"].unique()))
    days = pd.DataFrame({"patient": claims.patient[rows], "day": claims.second[rows] // 86_400}).drop_duplicates()
    every = days["patient"].value_counts().reindex(candidate.patients)
    shown = facts.drop_duplicates(["patient", "day"])["patient"].value_counts().reindex(candidate.patients)
    share = float((every >= 3 * shown).mean())
    return verdict(
        CODE,
        share >= 0.5,
        share >= 0.2,
        f"{percent(share)}的成员平时也在该药店零星购药，可能常住本地",
        f"{percent(share)} of the members make other purchases there as well, so they may live nearby",
    )


EXPLANATION = Explanation(CODE, Text("常住本地的异地参保人", "insured elsewhere, living here"), test)
