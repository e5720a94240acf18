"""Members of different households share a telephone, an account or an address given on admission.

Families share such things, so households count; a hospital may write down its own number, so the value must also be
rare among other patients of the same institutions.
"""

from __future__ import annotations

import numpy as np
from scipy.special import bdtrc

from graphfraud.chance.drawn import any_at_least
from graphfraud.claims import contacts
from graphfraud.claims.contacts import Contacts, Held
from graphfraud.claims.scene import Scene
from graphfraud.model.masking import mask
from graphfraud.model.ring import Text
from graphfraud.rings.evidence import evidence
from graphfraud.rings.positions import Index, Positions
from graphfraud.support.base import Answer, Measure, Said, Subject, Support

MAX_P = 0.001
"""Largest p-value of a contact that is worth telling."""
LEAST_HOMES = 3
OWN = {"feeder", "false_receipt", "double_claim"}
"""Schemes whose own signals speak of contacts."""

_WORDS = {
    "phone": ("同一联系电话", "one telephone number"),
    "account": ("同一收款账户", "one account"),
    "address": (
        "同一现住址（并非登记住址，也可能是养老机构或同住）",
        "one address given on admission, not the registered one (it may be a care home or lodging)",
    ),
}


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Read all contacts; values of too many patients tie nobody and are counted."""
    known = contacts.read(scene)
    sorts = [(held, Positions(held.patient)) for held in known.held]
    return (lambda subject: measure(subject, known, sorts)) if known.held else None, dict(known.counts)


def measure(subject: Subject, known: Contacts, sorts: list[tuple[Held, Positions]]) -> Answer:
    """Tell the value that most households of the ring share, if far more do than elsewhere in the city."""
    if OWN & {subject.ring.scheme, *subject.ring.also}:
        return None
    found = [s for held, of in sorts if (s := _shared(subject, held, of, known)) is not None]
    return max(found, key=lambda s: (s.strength, -s.evidence.p_value), default=None)


def _shared(subject: Subject, held: Held, of: Positions, known: Contacts) -> Said | None:
    patients = subject.candidates[0].patients
    own = of.of(patients)
    pairs = np.unique(np.stack([held.value[own], held.home[own]]), axis=1)
    values, homes = np.unique(pairs[0], return_counts=True)
    homes = np.where(held.homes[values] > 0, homes, 0)
    k = int(homes.max(initial=0))
    if k < LEAST_HOMES:
        return None
    best = values[homes == k]
    value = int(best[np.argmin(held.homes[best])])
    drawn, city = len(np.unique(known.home[patients])), int(held.homes[value])
    rate = _rate(subject, held, value, own)
    expected = drawn * max(city / known.everybody, rate)
    p_value = max(any_at_least(k, held.homes, drawn, known.everybody), float(bdtrc(k - 1, drawn, rate)))
    if p_value > MAX_P:
        return None
    members = np.unique(held.patient[own[held.value[own] == value]])
    zh, en = _WORDS[held.sort]
    told, n = mask(held.values[value], held.sort), len(patients)
    detail = Text(
        f"{n}名成员中有{len(members)}人（分属{k}个家庭）登记或留下{zh}{told}，全市共{city}个家庭如此；"
        f"按其在全市和这些机构其他患者中的比例，偶然预期{expected:.2g}个家庭",
        f"{len(members)} of {n} members, of {k} households, gave {en}, {told}; {city} households of the city did. At "
        f"its rate in the city and among other patients of these institutions, {expected:.2g} households are expected",
    )
    facts = subject.facts
    chosen = facts[facts["patient"].isin(members)]
    return Said(k / drawn, evidence("shared_contact", detail, k, expected, p_value, chosen))


def _rate(subject: Subject, held: Held, value: int, own: Index) -> float:
    """Give the share of the value among other patients of the same institutions: some give their own number."""
    claims = subject.candidates[0].claims
    there = np.unique(claims.patient[np.isin(claims.place, subject.facts["place"])])
    near = np.isin(held.patient, there)
    near[own] = False
    everybody = len(np.unique(held.patient[near]))
    return float((near & (held.value == value)).sum()) / everybody if everybody else 0.0


SUPPORT = Support(
    code="shared_contact",
    name=Text("共用联系方式", "contact shared by households"),
    weight=0.05,
    doc=__doc__,
    prepare=prepare,
    needs="shared_contact",
)
