"""Check-ups, vaccinations and screenings: an organised programme calls people in and bills all of them alike."""

from __future__ import annotations

import re

import numpy as np

from graphfraud.claims.table import Flags
from graphfraud.innocent.base import Explanation, chronic, described, named, percent, share_of, top_share, verdict
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.peers import cuts

CODE = "programme"
WORD = re.compile("疫苗|接种|体检|健康检查|筛查")


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the settlements that carry an item or a diagnosis at all carry one of
    check-up, vaccination or screening; or when, at medical
    institutions, everybody at a gathering is billed exactly the same amount, nearly always, and others are there too;
    or when nearly all are of one community and registered chronic patients who come to one medical institution: the
    day on which it hands out their drugs.
    Equal amounts at pharmacies are no programme: they can be a sign of cash-out."""
    facts = candidate.facts
    called = share_of(named(facts, WORD, "item_names", "diagnosis_name"), described(facts))
    equal = _equal_fees(candidate)
    others = float((candidate.others > 0).mean())
    medical = not candidate.claims.pharmacy[candidate.places].any()
    registered = float(chronic(facts).mean())
    village = top_share(candidate.people.employer[candidate.patients])
    handed_out = min(registered, village) >= 0.8 and top_share(candidate.places) == 1.0
    alike = equal >= 0.8 and others >= 0.5
    return verdict(
        CODE,
        called >= 0.6 or (medical and not candidate.stays and (alike or handed_out)),
        called >= 0.3 or (medical and equal >= 0.5),
        f"{percent(called)}的结算含体检、接种或筛查项目；{percent(equal)}的聚集中各人费用完全相同；"
        f"{percent(registered)}为登记慢病，{percent(village)}的成员属同一单位或社区",
        f"{percent(called)} of the settlements carry a check-up, vaccination or screening item; at {percent(equal)} of "
        f"the gatherings everybody was billed the same amount; {percent(registered)} are for a registered chronic "
        f"disease, {percent(village)} of the members share an employer or community",
    )


def called(candidate: Candidate) -> Flags:
    """Mark the gatherings at which everybody had a check-up, a vaccination or a screening."""
    facts = candidate.facts
    had = named(facts, WORD, "item_names", "diagnosis_name")
    return np.asarray(np.minimum.reduceat(had, cuts(facts["gathering"].to_numpy())[:-1]), dtype=bool)


def _equal_fees(candidate: Candidate) -> float:
    """Share of the gatherings at which the fees differ by less than 2 %."""
    fee = candidate.facts["medfee"].to_numpy(np.float64)
    starts = cuts(candidate.facts["gathering"].to_numpy())[:-1]
    return float((np.maximum.reduceat(fee, starts) <= 1.02 * np.minimum.reduceat(fee, starts)).mean())


EXPLANATION = Explanation(CODE, Text("体检、接种等集中项目", "check-up or vaccination programme"), test)
