"""From candidates to rings: score, status with its reason, members with roles, amounts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pandas as pd

from graphfraud.innocent import EXPLANATIONS
from graphfraud.model.ring import Amounts, Innocent, Lineage, Member, Ring
from graphfraud.parameters import Parameters
from graphfraud.rings.candidate import MONEY, Candidate
from graphfraud.rings.evidence import tidy
from graphfraud.rings.stability import Stability
from graphfraud.schemes.base import Scheme

DOCTOR_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Registers:
    """What a ring's members need from the claims folder.

    `aliases`: further psn_no of each patient; `kinds`: kind of each institution.
    """

    aliases: Mapping[str, tuple[str, ...]]
    kinds: Mapping[str, str]


def judge(
    scheme: Scheme, candidate: Candidate, fdr: float, stability: Stability, registers: Registers, parameters: Parameters
) -> Ring:
    """Make the ring of one candidate; rank, lineage and final identity come later."""
    found = [(signal, signal.measure(candidate)) for signal in scheme.signals]
    evidence = tuple(result[1] for _, result in found if result is not None)
    score = sum(signal.weight * result[0] for signal, result in found if result is not None)
    innocent = tuple(explanation.test(candidate) for explanation in EXPLANATIONS)
    reason = _demotion(innocent, fdr, stability.ring, candidate, parameters)
    patients = [candidate.claims.patients[i] for i in candidate.patients.tolist()]
    return Ring(
        ring_id=ring_id(scheme.code, patients),
        rank=0,
        scheme=scheme.code,
        also=(),
        status="demoted" if reason else "published",
        status_reason=reason,
        score=tidy(score),
        fdr=tidy(fdr),
        stability=tidy(stability.ring),
        lineage=Lineage(),
        members=(*_patients(candidate, patients, stability, registers), *_others(candidate, registers)),
        amounts=amounts(candidate),
        evidence=evidence,
        innocent=innocent,
    )


def ring_id(scheme: str, patients: list[str]) -> str:
    """Give a new ring's id: a hash of its scheme and its patients."""
    return "R" + hashlib.sha256("\n".join([scheme, *sorted(patients)]).encode()).hexdigest()[:12]


def amounts(*sources: Candidate) -> Amounts:
    """Add up the netted amounts of the settlements behind the gatherings, each settlement once."""
    rows = pd.concat([c.facts[["setl_id", *MONEY]] for c in sources]).drop_duplicates("setl_id")
    medfee, fund, acct = (sum(rows[name], Decimal(0)) for name in MONEY)
    return Amounts(medfee, fund, acct, len(rows))


def _demotion(
    innocent: tuple[Innocent, ...], fdr: float, stability: float, candidate: Candidate, parameters: Parameters
) -> str | None:
    """Give the first reason that speaks against publishing, None where there is none."""
    for verdict in innocent:
        if verdict.verdict == "likely":
            return verdict.explanation
    if candidate.households[0] < min(parameters["min_households"], len(candidate.patients)):
        return "family"
    one_place = len(np.unique(candidate.places)) == 1 and not candidate.stays
    if one_place and len(candidate.group.gatherings) < parameters["visit_min_gatherings_one_place"]:
        return "weak"
    if fdr > parameters["max_fdr"]:
        return "chance"
    if stability < parameters["min_stability"]:
        return "unstable"
    return None


def _patients(candidate: Candidate, patients: list[str], stability: Stability, registers: Registers) -> list[Member]:
    members = [
        Member("patient", name, "member", tidy(attended), tidy(stable), registers.aliases.get(name, ()))
        for name, attended, stable in zip(
            patients, candidate.group.attendance.tolist(), stability.members.tolist(), strict=True
        )
    ]
    return sorted(members, key=lambda m: (-m.strength, m.id))


def _others(candidate: Candidate, registers: Registers) -> list[Member]:
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
    return [
        *sorted(venues, key=lambda m: (-m.strength, m.id)),
        *sorted(prescribers, key=lambda m: (-m.strength, m.id)),
    ]
