"""One scheme over one set of claims: groups, decoys, stability, judgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphfraud.chance import fdr, weeks
from graphfraud.claims.people import People
from graphfraud.claims.table import Claims, Codes
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.rings import candidate as candidates
from graphfraud.rings import stability
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import ByPatient
from graphfraud.rings.groups import Rule, group, link
from graphfraud.scan.judgement import Registers, judge
from graphfraud.schemes.base import Scheme
from graphfraud.signals.events import Events, Floats

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What one scheme found: rings (unranked) with their candidates, and counts of what was left out, by name."""

    rings: list[Ring]
    candidates: list[Candidate]
    counts: dict[str, int]
    events: ByPatient


def run(
    scheme: Scheme,
    claims: Claims,
    people: People,
    registers: Registers,
    lake: Lake,
    engine: Engine,
    parameters: Parameters,
    progress: Progress,
) -> Found:
    """Find the rings of one scheme."""
    rule = scheme.rule(parameters)
    events, counts = scheme.events(claims, parameters)
    crowds = weeks.measure(events, allowance=scheme.pool(parameters), prior=parameters["prior_events"])
    q = weeks.same_week(events, crowds)
    links, crowded = link(events, q, people.household, rule)
    linked = np.union1d(links.a, links.b).astype(np.int32)
    groups, by_patient = group(events, q, links, rule)
    progress(f"{len(events):,} events, {len(links):,} links, {len(groups):,} candidate rings")
    decoys = _decoys(events, crowds, people.household, rule, parameters, progress) if groups else []
    rates = fdr.rates(np.array([g.surprise for g in groups]), decoys)
    stable = stability.measure(
        events, q, people.household, rule, groups, linked, runs=parameters.whole("stability_runs")
    )
    found = candidates.build(groups, by_patient.events, events, claims, people, lake, engine, stays=scheme.stays)
    rings = [
        judge(scheme, c, float(rate), s, registers, parameters)
        for c, rate, s in zip(found, rates.tolist(), stable, strict=True)
    ]
    counts |= {"events": len(events), "links": len(links), "events_at_crowd_cap": crowded}
    return Found(rings, found, counts, by_patient)


def _decoys(
    events: Events, crowds: weeks.Weeks, household: Codes, rule: Rule, parameters: Parameters, progress: Progress
) -> list[Floats]:
    """Give the surprise of the groups found in each decoy: the same events with every week drawn anew."""
    runs = parameters.whole("decoys")
    found = []
    for i in range(runs):
        rng = np.random.default_rng([parameters.whole("seed"), i])
        moved = events.in_weeks(weeks.draw(events, crowds, rng))
        q = weeks.same_week(moved, crowds)
        links, _ = link(moved, q, household, rule)
        found.append(np.array([g.surprise for g in group(moved, q, links, rule)[0]]))
        if (i + 1) % max(1, runs // 4) == 0:
            progress(f"decoy {i + 1} of {runs}: {sum(map(len, found))} false rings so far")
    return found
