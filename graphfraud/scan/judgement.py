"""From candidates to rings: score, status with its reason, members with roles, amounts."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import numpy as np

from graphfraud.claims.registers import Registers
from graphfraud.claims.scene import Scene
from graphfraud.innocent import family
from graphfraud.model.ring import Amounts, Innocent, Lineage, Member, Ring
from graphfraud.rings.candidate import MONEY, Candidate
from graphfraud.rings.evidence import tidy
from graphfraud.rings.stability import Stability
from graphfraud.schemes.base import Scheme

DOCTOR_SHARE = 0.3


def judge(scheme: Scheme, candidate: Candidate, fdr: float, stability: Stability, scene: Scene) -> Ring:
    """Make the ring of one candidate; rank, lineage and final identity come later."""
    found = [(signal, signal.measure(candidate)) for signal in scheme.signals]
    evidence = tuple(result[1] for _, result in found if result is not None)
    score = sum(signal.weight * result[0] for signal, result in found if result is not None)
    innocent = tuple(explanation.test(candidate) for explanation in scheme.explanations)
    reason = _demotion(scheme, innocent, fdr, stability.ring, candidate, scene)
    patients = [candidate.claims.patients[i] for i in candidate.patients.tolist()]
    others = _others(candidate, scene.registers) if candidate.parties is None else candidate.parties
    return Ring(
        ring_id=ring_id(scheme.code, patients or [f"{m.kind}:{m.id}" for m in others]),
        rank=0,
        scheme=scheme.code,
        also=(),
        status="demoted" if reason else "published",
        status_reason=reason,
        score=tidy(score),
        fdr=tidy(fdr),
        stability=tidy(stability.ring),
        lineage=Lineage(),
        members=(*_patients(candidate, patients, stability, scene.registers), *others),
        amounts=amounts(candidate),
        evidence=evidence,
        innocent=innocent,
    )


def ring_id(scheme: str, members: list[str]) -> str:
    """Give a new ring's id: a hash of its scheme and its patients (its other members where it has no patient)."""
    return "R" + hashlib.sha256("\n".join([scheme, *sorted(members)]).encode()).hexdigest()[:12]


def amounts(*sources: Candidate) -> Amounts:
    """Add up the netted amounts of the settlements behind the gatherings, each settlement once."""
    once: dict[str, tuple[Decimal, ...]] = {}
    for facts in (c.facts for c in sources):
        once |= zip(facts["setl_id"].tolist(), zip(*(facts[name].tolist() for name in MONEY), strict=True), strict=True)
    medfee, fund, acct = (sum((paid[i] for paid in once.values()), Decimal(0)) for i in range(len(MONEY)))
    return Amounts(medfee, fund, acct, len(once))


def _demotion(
    scheme: Scheme,
    innocent: tuple[Innocent, ...],
    fdr: float,
    stability: float,
    candidate: Candidate,
    scene: Scene,
) -> str | None:
    """Give the first reason that speaks against publishing, None where there is none."""
    for verdict in innocent:
        if verdict.verdict == "likely":
            return verdict.explanation
    weak = scheme.weak(candidate, scene.parameters)
    if weak:
        return weak
    if fdr > scene.parameters["max_fdr"]:
        return "chance"
    if stability < scene.parameters["min_stability"]:
        return "unstable"
    # Last: in this queue is what would be published but for this doubt.
    if family.EXPLANATION in scheme.explanations and family.unknown_group(candidate):
        return "possible_family"
    return None


def _patients(candidate: Candidate, patients: list[str], stability: Stability, registers: Registers) -> list[Member]:
    members = [
        Member("patient", name, "member", tidy(attended), tidy(stable), registers.aliases.get(name, ()))
        for name, attended, stable in zip(
            patients, candidate.group.attendance.tolist(), stability.members.tolist(), strict=True
        )
    ]
    return sorted(members, key=lambda m: (-m.strength, m.id))


def _others(candidate: Candidate, registers: Registers) -> tuple[Member, ...]:
    """Give the venues, and the doctors who signed a good part of the settlements, strongest first."""
    places, counts = np.unique(candidate.places, return_counts=True)
    names = [candidate.claims.places[i] for i in places.tolist()]
    venues = [
        Member(registers.kinds[name], name, "venue", tidy(count / len(candidate.places)))
        for name, count in zip(names, counts.tolist(), strict=True)
    ]
    signed = candidate.facts["doctor"]
    shares = np.bincount(signed[signed >= 0]) / len(signed)
    prescribers = [
        Member("doctor", candidate.claims.doctors[doctor], "prescriber", tidy(share))
        for doctor, share in enumerate(shares.tolist())
        if share >= DOCTOR_SHARE
    ]
    return (
        *sorted(venues, key=lambda m: (-m.strength, m.id)),
        *sorted(prescribers, key=lambda m: (-m.strength, m.id)),
    )
