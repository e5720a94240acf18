"""Transplant and cancer patients need large quantities: where days of supply are unknown, they look like hoarders."""

from __future__ import annotations

import re

from graphfraud.innocent.base import Explanation, coded, named, percent, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "special_supply"
# ICD-10: C malignant, D0 in situ, Z51 chemo- and radiotherapy, Z94 transplanted organ, T86 its failure.
CARE_CODE = re.compile(r"C\d|D0|Z51|Z94|T86")
CARE_WORD = re.compile("肿瘤|癌|白血病|淋巴瘤|移植")


def test(candidate: Candidate) -> Innocent:
    """Likely when half or more of the purchases belong to transplant or cancer care and for most the days of supply
    are not known: then quantity alone says nothing."""
    facts = candidate.facts
    care = coded(facts, CARE_CODE) | named(facts, CARE_WORD, "diagnosis_name")
    marked, known = float(care.mean()), float(facts["known"].mean())
    return verdict(
        CODE,
        marked >= 0.5 and known < 0.5,
        marked > 0,
        f"{percent(marked)}的购药带肿瘤或移植诊断，{percent(known)}有可信的用药天数",
        f"{percent(marked)} of the purchases carry a cancer or transplant diagnosis, {percent(known)} have credible "
        "days of supply",
    )


EXPLANATION = Explanation(CODE, Text("移植、肿瘤等大量用药", "transplant or cancer supply"), test)
