"""Does a group survive when some weeks are left out? The detection is repeated, each week missing once."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from graphfraud.claims.table import Codes
from graphfraud.rings.groups import Group, Rule, group, link
from graphfraud.signals.events import Events, Floats


@dataclass(frozen=True, slots=True)
class Stability:
    """`ring`: share of the runs that found the group again; `members`: share that found each patient in it."""

    ring: float
    members: Floats


def measure(
    events: Events, q: Floats, household: Codes, rule: Rule, groups: list[Group], linked: Codes, *, runs: int
) -> list[Stability]:
    """Repeat the detection `runs` times among the linked patients, each time without 1/`runs` of the weeks.

    A group is found again when a group of the repeat has a Jaccard index of at least 0.5 with it.
    """
    if not runs or not groups:
        return [Stability(1.0, np.ones(len(g.patients))) for g in groups]
    near = np.isin(events.patient, np.concatenate([linked, *(g.patients for g in groups)]))
    events, q = events.take(near), q[near]
    left_out = np.random.default_rng(rule.seed).permutation(max(events.weeks, runs)) % runs
    again = [np.zeros(len(g.patients)) for g in groups]
    found = np.zeros(len(groups))
    for run in range(runs):
        kept = left_out[events.week] != run
        repeat = replace(rule, seed=rule.seed + run + 1)
        rest = events.take(kept)
        links, _ = link(rest, q[kept], household, repeat)
        others = group(rest, q[kept], links, repeat)[0]
        for i, one in enumerate(groups):
            match = best(one.patients, others)
            if match is not None:
                found[i] += 1
                again[i] += np.isin(one.patients, match.patients)
    return [Stability(float(f) / runs, a / runs) for f, a in zip(found.tolist(), again, strict=True)]


def best(patients: Codes, others: list[Group]) -> Group | None:
    """Give the other group with the largest Jaccard index, if that is at least 0.5."""
    most, chosen = 0.5, None
    for other in others:
        common = len(np.intersect1d(patients, other.patients))
        index = common / (len(patients) + len(other.patients) - common)
        if index >= most and (chosen is None or index > most):
            most, chosen = index, other
    return chosen
