"""The ring object: what a scan finds, a store serves and every view shows (contract: rings JSON).

Data only. `to_dict` gives the JSON form with keys in contract order; `from_dict` is its inverse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from graphfraud.model.money import money_text

KINDS = ("patient", "doctor", "hospital", "clinic", "pharmacy", "employer", "operator")
ON_CLAIMS = ("patient", "doctor", "hospital", "clinic", "pharmacy")
"""Kinds that settlements name, so that a ring can be looked at without such a member."""
ROLES = ("member", "venue", "prescriber", "broker", "seller", "buyer", "certifier", "payee")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def to_dict(self) -> dict[str, str]:
        """Give `{"zh": …, "en": …}`."""
        return {"zh": self.zh, "en": self.en}


@dataclass(frozen=True, slots=True)
class Member:
    """An entity in a ring.

    `strength` (0–1) is the share of the ring's gatherings that a patient attended, or of the gatherings that
    a venue or doctor hosted. `stability` (0–1) is the share of repeated detections that contain the member.
    `aliases` are a patient's further `psn_no` (same `certno`).
    """

    kind: str
    id: str
    role: str
    strength: float
    stability: float = 1.0
    aliases: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "kind": self.kind,
            "id": self.id,
            "role": self.role,
            "strength": self.strength,
            "stability": self.stability,
            "aliases": list(self.aliases),
        }


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money of the ring's settlements in yuan: refunds netted, no settlement counted twice."""

    medfee_sumamt: Decimal
    fund_pay_sumamt: Decimal
    acct_pay: Decimal
    settlements: int

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form, money as text with two decimals."""
        return {
            "medfee_sumamt": money_text(self.medfee_sumamt),
            "fund_pay_sumamt": money_text(self.fund_pay_sumamt),
            "acct_pay": money_text(self.acct_pay),
            "settlements": self.settlements,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Amounts:
        """Read the JSON form back."""
        medfee, fund, acct = (Decimal(data[name]) for name in ("medfee_sumamt", "fund_pay_sumamt", "acct_pay"))
        return cls(medfee, fund, acct, data["settlements"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for the ring: observed against expected by chance, and the settlements that show it."""

    signal: str
    detail: Text
    observed: float
    expected: float
    p_value: float
    setl_ids: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "signal": self.signal,
            "detail": self.detail.to_dict(),
            "observed": self.observed,
            "expected": self.expected,
            "p_value": self.p_value,
            "setl_ids": list(self.setl_ids),
        }


@dataclass(frozen=True, slots=True)
class Innocent:
    """An innocent explanation that was tested. `verdict`: `ruled_out`, `possible`, `likely` or `untested`."""

    explanation: str
    verdict: str
    detail: Text

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {"explanation": self.explanation, "verdict": self.verdict, "detail": self.detail.to_dict()}


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the ring comes from: `new`, `same`, `grown`, `shrunk`, `merged` or `split`, and from which."""

    event: str = "new"
    previous: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another ring of the run that is the same gang, why, and the members (kind, id) in both.

    `reason`: `patients`, `venue_patients`, `venue_doctor` or `rare_venue` (see `graphfraud.scan.gangs`).
    """

    ring_id: str
    reason: str
    shared: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        shared = [{"kind": kind, "id": id} for kind, id in self.shared]
        return {"ring_id": self.ring_id, "reason": self.reason, "shared": shared}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Related:
        """Read the JSON form back."""
        return cls(data["ring_id"], data["reason"], tuple((m["kind"], m["id"]) for m in data["shared"]))


@dataclass(frozen=True, slots=True)
class Standing:
    """The last decision on a ring (see `graphfraud.model.disposition`), as the ring shows it.

    `changed`: what has materially changed since the ring was dismissed, so that it is back; None where nothing has.
    """

    label: str
    reason: str
    who: str
    when: str
    changed: Text | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        changed = None if self.changed is None else self.changed.to_dict()
        return {"label": self.label, "reason": self.reason, "who": self.who, "when": self.when, "changed": changed}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Standing:
        """Read the JSON form back."""
        return cls(**{**data, "changed": None if data["changed"] is None else Text(**data["changed"])})


@dataclass(frozen=True, slots=True)
class Ring:
    """A group of patients with its venues, evidence and tested explanations.

    `related`: rings that are the same gang, in rank order. `lead`: the strongest of them where that is another ring,
    which stands for the gang in the queue; None for a ring that stands for itself. `disposition`: what was decided on
    the ring, set when it is read.
    """

    ring_id: str
    rank: int
    scheme: str
    also: tuple[str, ...]
    status: str
    status_reason: str | None
    score: float
    fdr: float
    stability: float
    lineage: Lineage
    members: tuple[Member, ...]
    amounts: Amounts
    evidence: tuple[Evidence, ...] = field(default=())
    innocent: tuple[Innocent, ...] = field(default=())
    related: tuple[Related, ...] = field(default=())
    lead: str | None = None
    disposition: Standing | None = None

    @property
    def gang(self) -> str:
        """The ring_id that the gang is known by: that of its strongest ring."""
        return self.lead or self.ring_id

    @property
    def patients(self) -> tuple[str, ...]:
        """Ids of the patients, in member order."""
        return tuple(m.id for m in self.members if m.kind == "patient")

    @property
    def core(self) -> frozenset[str]:
        """What the ring is known by across schemes and runs: its patients; without any, all members as `kind:id`."""
        return frozenset(self.patients or (f"{m.kind}:{m.id}" for m in self.members))

    @property
    def setl_ids(self) -> tuple[str, ...]:
        """Every settlement behind the evidence once, sorted."""
        return tuple(sorted({s for e in self.evidence for s in e.setl_ids}))

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form of the contract."""
        return {
            "ring_id": self.ring_id,
            "rank": self.rank,
            "scheme": self.scheme,
            "also": list(self.also),
            "status": self.status,
            "status_reason": self.status_reason,
            "score": self.score,
            "fdr": self.fdr,
            "stability": self.stability,
            "lineage": {"event": self.lineage.event, "previous": list(self.lineage.previous)},
            "members": [m.to_dict() for m in self.members],
            "amounts": self.amounts.to_dict(),
            "evidence": [e.to_dict() for e in self.evidence],
            "innocent": [i.to_dict() for i in self.innocent],
            "related": [r.to_dict() for r in self.related],
            "gang": self.gang,
            "disposition": None if self.disposition is None else self.disposition.to_dict(),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Ring:
        """Read the JSON form back; runs of before rings were related hold no `related`, `gang` and `disposition`."""
        lead, standing = data.get("gang"), data.get("disposition")
        return cls(
            ring_id=data["ring_id"],
            rank=data["rank"],
            scheme=data["scheme"],
            also=tuple(data["also"]),
            status=data["status"],
            status_reason=data["status_reason"],
            score=data["score"],
            fdr=data["fdr"],
            stability=data["stability"],
            lineage=Lineage(data["lineage"]["event"], tuple(data["lineage"]["previous"])),
            members=tuple(Member(**{**m, "aliases": tuple(m["aliases"])}) for m in data["members"]),
            amounts=Amounts.from_dict(data["amounts"]),
            evidence=tuple(
                Evidence(**{**e, "detail": Text(**e["detail"]), "setl_ids": tuple(e["setl_ids"])})
                for e in data["evidence"]
            ),
            innocent=tuple(Innocent(**{**i, "detail": Text(**i["detail"])}) for i in data["innocent"]),
            related=tuple(Related.from_dict(r) for r in data.get("related", ())),
            lead=None if lead == data["ring_id"] else lead,
            disposition=None if standing is None else Standing.from_dict(standing),
        )
