"""Leads: groups that a rule finds directly in the claims, without counting who met whom.

A death register, a trace code sold twice or a pharmacy that drains remote accounts names its settlements itself. A
lead holds them; from here on it is a candidate ring like any other: looked up, judged, shown with its claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from graphfraud.chance.pairs import Links
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Ints
from graphfraud.model.ring import Member
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import Gathering
from graphfraud.rings.groups import Group
from graphfraud.rings.stability import Stability
from graphfraud.signals.events import Floats

Holds = Callable[[pd.DataFrame, Scene], bool]
"""Says whether these settlements (rows of `Candidate.facts`) would still make a lead."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A group and the settlements that show it.

    Args:
        facts: one row a settlement: `row` (its position in the claims, each once) and columns of the scheme's own.
        patients: positions of the members in `Claims.patients`, sorted; empty for a channel between sellers.
        parties: everybody else, with role and strength (0–1); None: the venues and doctors of the settlements.
        fdr: share of false leads among those at least as strong; 0 where a rule leaves nothing to chance.
        surprise: how far beyond chance, for ranking: larger is stronger.
        measured: further numbers that the scheme's signals speak of.
        by_day: settlements of one day are one gathering wherever they fall (a prescription and its purchase).
    """

    facts: pd.DataFrame
    patients: Codes
    parties: tuple[Member, ...] | None = None
    fdr: float = 0.0
    surprise: float = 0.0
    measured: Mapping[str, float] = field(default_factory=dict)
    by_day: bool = False


def rows(leads: list[Lead], scene: Scene) -> list[pd.DataFrame]:
    """Give the settlements of each lead, for `graphfraud.rings.candidate.look_up`.

    Its gatherings are the days on which its settlements fall, place by place.
    """
    return [_rows(lead, scene) for lead in leads]


def build(leads: list[Lead], found: list[pd.DataFrame], scene: Scene, *, stays: bool) -> list[Candidate]:
    """Make a candidate of each lead and its facts."""
    candidates = []
    for lead, facts in zip(leads, found, strict=True):
        gatherings = _gatherings(facts)
        group = Group(lead.patients, _NO_LINKS, gatherings, _activity(facts, lead.patients), lead.surprise)
        alone = np.zeros(len(gatherings))
        candidates.append(
            Candidate(
                group,
                scene.claims,
                scene.people,
                scene.owners,
                facts,
                alone,
                alone,
                stays,
                lead.parties,
                lead.measured,
            )
        )
    return candidates


def stability(candidates: list[Candidate], holds: Holds, scene: Scene) -> list[Stability]:
    """Take away a part of the weeks, each once: does the lead still hold, and is each patient still in it?

    `scene.parameters["stability_runs"]` repeats, each without 1/runs of the weeks; 0 repeats: everything is stable.
    """
    runs = scene.parameters.whole("stability_runs")
    if not runs:
        return [Stability(1.0, np.ones(len(c.patients))) for c in candidates]
    return [_stability(c, holds, scene, runs) for c in candidates]


def _stability(candidate: Candidate, holds: Holds, scene: Scene, runs: int) -> Stability:
    week = (candidate.facts["day"].to_numpy() + 3) // 7
    weeks = np.unique(week)
    # Drawn over the weeks that the lead has: leaving out weeks in which nothing happened tests nothing.
    part = np.random.default_rng(scene.parameters.whole("seed")).permutation(max(len(weeks), runs))[: len(weeks)] % runs
    of_row = part[np.searchsorted(weeks, week)]
    kept = [candidate.facts[of_row != run] for run in range(runs)]
    held = [len(rest) > 0 and holds(rest, scene) for rest in kept]
    again = [np.isin(candidate.patients, rest["patient"]) & hold for rest, hold in zip(kept, held, strict=True)]
    return Stability(sum(held) / runs, np.mean(again, axis=0) if again else np.ones(len(candidate.patients)))


def distinct(leads: list[Lead]) -> list[Lead]:
    """Keep one lead of those with half or more of the smaller one's patients in common, the most surprising one."""
    kept: list[Lead] = []
    for lead in sorted(leads, key=lambda a: (-a.surprise, a.patients.tolist())):
        shared = (len(np.intersect1d(lead.patients, k.patients)) * 2 for k in kept)
        if all(n < min(len(lead.patients), len(k.patients)) for n, k in zip(shared, kept, strict=True)):
            kept.append(lead)
    return kept


_NO_LINKS = Links(*(np.zeros(0, np.int32),) * 3, np.zeros(0), np.zeros(0))


def _rows(lead: Lead, scene: Scene) -> pd.DataFrame:
    claims = scene.claims
    at: Ints = lead.facts["row"].to_numpy(np.int64)
    begun = claims.begin[at]
    settled = (claims.second[at] // 86_400).astype(np.int32)
    stay = claims.stay[at] & (begun > -(10**6))
    rows = lead.facts.assign(day=np.where(stay, begun, settled), end=np.where(stay, claims.end[at], settled))
    where = np.zeros_like(claims.place[at]) if lead.by_day else claims.place[at]
    order = np.lexsort((where, rows["day"].to_numpy()))
    place, day = where[order], rows["day"].to_numpy()[order]
    fresh = np.r_[True, (place[1:] != place[:-1]) | (day[1:] != day[:-1])] if len(order) else np.zeros(0, bool)
    gathering = np.empty(len(order), np.int64)
    gathering[order] = np.cumsum(fresh) - 1
    return rows.assign(gathering=gathering)


def _gatherings(facts: pd.DataFrame) -> list[Gathering]:
    """Cut the facts, which are sorted by gathering, where a new gathering begins."""
    cuts = np.flatnonzero(np.diff(facts["gathering"].to_numpy())) + 1
    starts = np.r_[0, cuts].tolist() if len(facts) else []
    place, day = facts["place"].to_numpy(), facts["day"].to_numpy()
    rows, patients = (np.split(facts[name].to_numpy(), cuts) for name in ("row", "patient"))
    return [
        Gathering(int(place[at]), int(day[at]), row, np.unique(patient))
        for at, row, patient in zip(starts, rows, patients, strict=False)
    ]


def _activity(facts: pd.DataFrame, patients: Codes) -> Floats:
    """Give each patient's number of settlements in the lead, relative to the most active one's."""
    counts = facts["patient"].value_counts().reindex(patients, fill_value=0).to_numpy(np.float64)
    shares: Floats = counts / max(counts.max(initial=0.0), 1.0)
    return shares
