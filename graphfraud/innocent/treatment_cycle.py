"""Dialysis, chemotherapy, rehabilitation and drug collection bring the same patients together again and again."""

from __future__ import annotations

import re

import numpy as np

from graphfraud.claims.table import Flags
from graphfraud.innocent.base import (
    Explanation,
    chronic,
    coded,
    described,
    named,
    percent,
    share_of,
    top_share,
    verdict,
)
from graphfraud.innocent.programme import called
from graphfraud.innocent.rhythm import at_usual_place, irregularity, regular
from graphfraud.innocent.schedule import scheduled
from graphfraud.model.ring import Innocent, Text
from graphfraud.rings.candidate import Candidate

CODE = "treatment_cycle"
# ICD-10: Z49 dialysis, N18 kidney failure, Z51 chemo- and radiotherapy, C malignant, D0 in situ.
PROTOCOL_CODE = re.compile(r"Z49|N18|Z99\.2|Z51|C\d|D0")
PROTOCOL_WORD = re.compile("透析|血滤|血液滤过|化疗|化学治疗|放疗|放射治疗|肿瘤|靶向")
# ICD-10: Z50 rehabilitation, F psychiatric, I69/G81 after stroke; these wards are also where fake stays hide.
CARE_CODE = re.compile(r"Z50|F\d|I69|G81")
WORDS = ("diagnosis_name", "item_names")
CARE_WORD = re.compile("康复|理疗|针灸|推拿|精神")
FEW, CALENDAR = 4, 0.05
"""Of four random days one in a hundred keeps a rhythm so exactly."""


def test(candidate: Candidate) -> Innocent:
    """Likely when at least 60 % of the settlements that carry a diagnosis or an item at all carry one of dialysis or
    cancer; or when the gatherings keep a regular rhythm (four: one as by the calendar) and the settlements are
    rehabilitation, psychiatry or registered chronic disease; or when six or more gatherings run like clockwork (stays:
    at one hospital); or when most members come back to a hospital after the number of days after which its other
    patients do, too (the hospital's schedule: lists of day surgery, courses of treatment)."""
    return _test(candidate, by_days=True)


def marked(candidate: Candidate) -> Innocent:
    """As the treatment cycle, but for clockwork alone: cards that are used within minutes of each other are no more
    innocent for being so once a month, which is how often a prescription may be written."""
    return _test(candidate, by_days=False)


def _test(candidate: Candidate, *, by_days: bool) -> Innocent:
    facts = candidate.facts
    protocol = coded(facts, PROTOCOL_CODE) | named(facts, PROTOCOL_WORD, *WORDS)
    registered = chronic(facts)
    care = coded(facts, CARE_CODE) | named(facts, CARE_WORD, *WORDS) | registered
    usual = at_usual_place(candidate.places, candidate.days, lambda: called(candidate))
    days = candidate.days[usual]
    rhythm = _rhythm(candidate, usual)
    whole = irregularity(days) if len(days) >= 5 else rhythm
    few = len(days) == FEW and irregularity(days) < CALENDAR
    known = described(facts)
    marked = share_of(protocol, known)
    cared = max(share_of(care | protocol, known), float(registered.mean()))
    # A course of inpatient treatment stays with one hospital.
    one_hospital = not candidate.stays or top_share(candidate.places) >= 0.75
    clockwork = by_days and len(days) >= 6 and max(rhythm, whole) < 0.08 and one_hospital
    plan = scheduled(candidate) if candidate.stays else 0.0
    likely = (
        marked >= 0.6 or (cared >= 0.6 and (few or min(rhythm, whole) < regular(len(days)))) or clockwork or plan >= 0.6
    )
    return verdict(
        CODE,
        likely,
        marked >= 0.3 or cared >= 0.6 or plan >= 0.4,
        f"{percent(marked)}的结算带透析/肿瘤标记，{percent(cared)}带慢病或康复标记；间隔不规则度{rhythm:.2f}（0为固定周期，0.45为随机）"
        + (f"；{percent(plan)}的再次入院间隔与该院其他病人的固定间隔相同" if candidate.stays else ""),
        f"{percent(marked)} of the settlements are marked as dialysis or cancer care, {percent(cared)} as chronic care "
        f"or rehabilitation; irregularity of the gaps {rhythm:.2f} (0 is clockwork, 0.45 random)"
        + (
            f"; {percent(plan)} of the readmissions come after an interval that is usual at the hospital"
            if candidate.stays
            else ""
        ),
    )


def _rhythm(candidate: Candidate, usual: Flags) -> float:
    """Median irregularity over the members' own gathering days, of the gatherings marked `usual`."""
    days = candidate.days
    own = [irregularity(days[np.array(attended)]) for attended in _attended(candidate, usual) if len(attended) > 2]
    return float(np.median(own)) if own else 1.0


def _attended(candidate: Candidate, usual: Flags) -> list[list[int]]:
    """Give, for each member, the numbers of the gatherings attended of those marked `usual`, ascending."""
    found: dict[int, list[int]] = {int(p): [] for p in candidate.patients}
    for i in np.flatnonzero(usual).tolist():
        for patient in candidate.group.gatherings[i].patients.tolist():
            found[patient].append(i)
    return list(found.values())


NAME = Text("治疗周期", "treatment cycle")
EXPLANATION = Explanation(CODE, NAME, test)
MARKED = Explanation(CODE, NAME, marked)
