"""One pass from events to groups: pairs, chance, households apart, communities, gatherings, growth.

The same pass serves the observed data, every decoy and every stability run.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from graphfraud.chance import pairs as chance
from graphfraud.chance.pairs import Links
from graphfraud.claims.table import Codes
from graphfraud.rings import communities
from graphfraud.rings.gatherings import ByPatient, Gathering, attendance, faithfulness, find
from graphfraud.rings.joiners import Bar, Bystanders
from graphfraud.signals import together
from graphfraud.signals.events import Events, Floats
from graphfraud.signals.together import Pairs

SEED_SIZE = 3
GROWTH = 2
"""Rounds of growth: who joins a small seed makes it known to further members."""


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


def link(events: Events, q: Floats, household: Codes, rule: Rule) -> tuple[Links, Pairs]:
    """Give the significant links between households, and all pairs among which they were looked for."""
    counted = together.count(events, min_joint=rule.min_joint, crowd_cap=rule.crowd_cap)
    links = chance.significant(chance.judge(events, q, counted), max_p=rule.max_p, min_lift=rule.min_lift)
    apart = (household[links.a] != household[links.b]) | (household[links.a] < 0)
    return links.take(apart), counted


def group(events: Events, q: Floats, links: Links, rule: Rule) -> tuple[list[Group], ByPatient]:
    """Give the groups of linked patients that gather often enough, in order of their patients.

    Also gives the events that their gatherings point into: of the linked patients and of all members.
    """
    # A patient in two rings is in one community only: the other ring starts smaller and grows back.
    found = communities.find(links, min_size=SEED_SIZE, min_density=rule.min_density, seed=rule.seed)
    near = np.union1d(links.a, links.b).astype(np.int32)
    by_patient = ByPatient(events.take(np.isin(events.patient, near)))
    neighbours, bystanders = _Neighbours(links), Bystanders(events, q)
    bar = Bar(rule.min_joint, rule.attend_share, rule.max_p, rule.min_lift)
    growing, settled = found, list[Codes]()
    for _ in range(GROWTH):
        gatherings = [find(by_patient, patients, share=rule.gathering_share) for patients in growing]
        joiners = [
            bystanders.joiners(by_patient, met, patients, bar)
            for met, patients in zip(gatherings, growing, strict=True)
        ]
        grown = [
            np.union1d(_grow(by_patient, neighbours, patients, met, rule), joined).astype(np.int32)
            for patients, met, joined in zip(growing, gatherings, joiners, strict=True)
        ]
        # A group that a round leaves as it was stays so, and several communities grow into one group.
        settled += [after for before, after in zip(growing, grown, strict=True) if np.array_equal(before, after)]
        growing = _each_once(
            [after for before, after in zip(growing, grown, strict=True) if not np.array_equal(before, after)]
        )
        wider = np.union1d(near, np.concatenate([near, *joiners])).astype(np.int32)
        if len(wider) > len(near):
            near = wider
            by_patient = ByPatient(events.take(np.isin(events.patient, near)))
    kept = []
    for patients in _apart(_merge(settled + growing), links, rule):
        gatherings_of = find(by_patient, patients, share=rule.gathering_share)
        if len(patients) >= rule.min_size and len(gatherings_of) >= rule.min_gatherings:
            kept.append(_group(patients, links, gatherings_of))
    return kept, by_patient


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


def _grow(
    by_patient: ByPatient, neighbours: _Neighbours, patients: Codes, gatherings: list[Gathering], rule: Rule
) -> Codes:
    """Add linked patients who attend the group's gatherings often enough; drop members who attend none."""
    if not gatherings:
        return patients
    near = neighbours.of(patients, 2)
    both = np.union1d(patients, near).astype(np.int32)
    wider = find(by_patient, both, share=rule.gathering_share * len(patients) / len(both))
    joined = both[faithfulness(wider, both, rule.min_gatherings) >= rule.attend_share] if wider else patients
    present = patients[attendance(gatherings, patients) > 0]
    return np.union1d(present, np.intersect1d(joined, near)).astype(np.int32)


def _each_once(groups: list[Codes]) -> list[Codes]:
    return list({patients.tobytes(): patients for patients in groups}.values())


def _merge(groups: list[Codes]) -> list[Codes]:
    """Unite groups that share half or more of the smaller one's patients; sorted by patients."""
    merged: list[set[int]] = []
    # Only groups with somebody in common can be one: most pairs need no look.
    holders: dict[int, set[int]] = defaultdict(set)
    for patients in sorted(map(np.ndarray.tolist, groups), key=lambda p: (-len(p), p)):
        shared = Counter(i for patient in patients for i in holders[patient])
        near = (i for i, common in sorted(shared.items()) if common * 2 >= min(len(patients), len(merged[i])))
        at = next(near, len(merged))
        if at == len(merged):
            merged.append(set())
        merged[at].update(patients)
        for patient in patients:
            holders[patient].add(at)
    return [np.array(patients, dtype=np.int32) for patients in sorted(map(sorted, merged))]


def _apart(groups: list[Codes], links: Links, rule: Rule) -> list[Codes]:
    """Part groups that crossed by chance: two rings of one hospital that were there at the same time once or twice.

    Members of one ring meet about as often as each meets the others of the ring; a link much weaker than both its
    ends' own (the `min_size − 1` strongest) is such a crossing. Without them, the communities that are big enough to
    be rings stand for themselves; where fewer than two do, nothing was crossed.
    """
    result: list[Codes] = []
    for patients in groups:
        inside = links.take(np.isin(links.a, patients) & np.isin(links.b, patients))
        own = np.array([_typical(inside, p, rule.min_size - 1) for p in patients.tolist()])
        weaker = np.minimum(own[np.searchsorted(patients, inside.a)], own[np.searchsorted(patients, inside.b)])
        strong = inside.take(2 * inside.observed > weaker)
        parts = (
            communities.find(strong, min_size=rule.min_size, min_density=rule.min_density, seed=rule.seed)
            if len(strong) < len(inside)
            else []
        )
        result += parts if len(parts) > 1 else [patients]
    return result


def _typical(links: Links, patient: int, rank: int) -> int:
    """Give the observed meetings of the patient's `rank`-strongest link (of the weakest where there are fewer)."""
    own = np.sort(links.observed[(links.a == patient) | (links.b == patient)])[::-1]
    return int(own[min(rank, len(own)) - 1]) if len(own) else 0
