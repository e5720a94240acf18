"""One pass from events to groups: pairs, chance, households apart, communities, gatherings, growth.

The same pass serves the observed data, every decoy and every stability run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graphfraud.chance import pairs as chance
from graphfraud.chance.pairs import Links
from graphfraud.claims.table import Codes
from graphfraud.rings import communities
from graphfraud.rings.gatherings import ByPatient, Gathering, attendance, find
from graphfraud.signals import together
from graphfraud.signals.events import Events, Floats

SEED_SIZE = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a link and a group (see parameters.yml)."""

    min_joint: int
    max_p: float
    min_lift: float
    crowd_cap: int
    min_size: int
    min_density: float
    min_gatherings: int
    gathering_share: float
    attend_share: float
    seed: int


@dataclass(frozen=True, slots=True)
class Group:
    """A group of patients that keeps gathering.

    `links`: the significant links inside. `attendance`: share of gatherings of each patient.
    `surprise`: 2/size · Σ [k ln(k/λ) − (k − λ)] over the links, the log-likelihood ratio against chance a member.
    """

    patients: Codes
    links: Links
    gatherings: list[Gathering]
    attendance: Floats
    surprise: float


def link(events: Events, q: Floats, household: Codes, rule: Rule) -> tuple[Links, int]:
    """Give the significant links between households, and how many events met the crowd cap."""
    counted = together.count(events, min_joint=rule.min_joint, crowd_cap=rule.crowd_cap)
    links = chance.significant(chance.judge(events, q, counted), max_p=rule.max_p, min_lift=rule.min_lift)
    apart = (household[links.a] != household[links.b]) | (household[links.a] < 0)
    return links.take(apart), counted.crowded


def group(by_patient: ByPatient, links: Links, rule: Rule) -> list[Group]:
    """Give the groups of linked patients that gather often enough, in order of their patients."""
    # A patient in two rings is in one community only: the other ring starts smaller and grows back.
    found = communities.find(links, min_size=SEED_SIZE, min_density=rule.min_density, seed=rule.seed)
    neighbours = _Neighbours(links)
    grown = [_grow(by_patient, neighbours, patients, rule) for patients in found]
    kept = []
    for patients in _merge(grown):
        gatherings = find(by_patient, patients, share=rule.gathering_share)
        if len(patients) >= rule.min_size and len(gatherings) >= rule.min_gatherings:
            kept.append(_group(patients, links, gatherings))
    return kept


def _group(patients: Codes, links: Links, gatherings: list[Gathering]) -> Group:
    inside = links.take(np.isin(links.a, patients) & np.isin(links.b, patients))
    k, expected = inside.observed.astype(np.float64), inside.expected
    surprise = float((k * np.log(k / expected) - (k - expected)).sum() * 2 / len(patients))
    return Group(patients, inside, gatherings, attendance(gatherings, patients), surprise)


class _Neighbours:
    """Who is linked to a given set of patients."""

    def __init__(self, links: Links) -> None:
        ends = np.concatenate([links.a, links.b])
        others = np.concatenate([links.b, links.a])
        order = np.argsort(ends, kind="stable")
        self._ends, self._others = ends[order], others[order]

    def of(self, patients: Codes, least: int) -> Codes:
        """Give the patients outside the set with at least `least` links into it, sorted."""
        low = np.searchsorted(self._ends, patients, side="left")
        high = np.searchsorted(self._ends, patients, side="right")
        parts = [self._others[i:j] for i, j in zip(low.tolist(), high.tolist(), strict=True)]
        near, counts = np.unique(np.concatenate(parts), return_counts=True)
        outside: Codes = near[(counts >= least) & ~np.isin(near, patients)]
        return outside


def _grow(by_patient: ByPatient, neighbours: _Neighbours, patients: Codes, rule: Rule) -> Codes:
    """Add linked patients who attend the group's gatherings often enough; drop members who attend none."""
    gatherings = find(by_patient, patients, share=rule.gathering_share)
    if not gatherings:
        return patients
    near = neighbours.of(patients, 2)
    both = np.union1d(patients, near).astype(np.int32)
    wider = find(by_patient, both, share=rule.gathering_share * len(patients) / len(both))
    joined = both[attendance(wider, both) >= rule.attend_share] if wider else patients
    present = patients[attendance(gatherings, patients) > 0]
    return np.union1d(present, np.intersect1d(joined, near)).astype(np.int32)


def _merge(groups: list[Codes]) -> list[Codes]:
    """Unite groups that share half or more of the smaller one's patients; sorted by patients."""
    merged: list[npt.NDArray[np.int32]] = []
    for patients in sorted(groups, key=lambda p: (-len(p), p.tolist())):
        for i, other in enumerate(merged):
            if len(np.intersect1d(patients, other)) * 2 >= min(len(patients), len(other)):
                merged[i] = np.union1d(patients, other).astype(np.int32)
                break
        else:
            merged.append(patients)
    return sorted(merged, key=lambda p: p.tolist())
