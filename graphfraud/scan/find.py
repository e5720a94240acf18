"""One scheme over one set of claims: groups or leads, decoys, stability, judgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graphfraud.chance import fdr, weeks
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.rings import candidate as candidates
from graphfraud.rings import leads, stability
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import ByPatient
from graphfraud.rings.groups import Rule, group, link
from graphfraud.scan.judgement import judge
from graphfraud.schemes.base import Leads, Meeting, Scheme
from graphfraud.signals.events import Events, Floats

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What one scheme found: rings (unranked) with their candidates, and counts of what was left out, by name.

    `events` are those of the linked patients, None where the scheme counts no meetings.
    """

    rings: list[Ring]
    candidates: list[Candidate]
    counts: dict[str, int]
    events: ByPatient | None


def run(scheme: Scheme, scene: Scene, progress: Progress) -> Found:
    """Find the rings of one scheme."""
    if isinstance(scheme.way, Leads):
        return _by_leads(scheme, scheme.way, scene, progress)
    return _by_meetings(scheme, scheme.way, scene, progress)


def _by_leads(scheme: Scheme, way: Leads, scene: Scene, progress: Progress) -> Found:
    given, counts = way.find(scene)
    progress(f"{len(given):,} candidate rings")
    found = leads.build(given, scene, stays=scheme.stays)
    stable = leads.stability(found, way.holds, scene)
    rings = [judge(scheme, c, lead.fdr, s, scene) for lead, c, s in zip(given, found, stable, strict=True)]
    return Found(rings, found, counts, None)


def _by_meetings(scheme: Scheme, way: Meeting, scene: Scene, progress: Progress) -> Found:
    parameters, household = scene.parameters, scene.people.household
    rule = way.rule(parameters)
    events, counts = way.events(scene.claims, parameters)
    crowds = weeks.measure(events, allowance=way.pool(parameters), prior=parameters["prior_events"])
    q = weeks.same_week(events, crowds)
    links, crowded = link(events, q, household, rule)
    linked = np.union1d(links.a, links.b).astype(np.int32)
    groups, by_patient = group(events, q, links, rule)
    progress(f"{len(events):,} events, {len(links):,} links, {len(groups):,} candidate rings")
    decoys = _decoys(events, crowds, household, rule, parameters, progress) if groups else []
    rates = fdr.rates(np.array([g.surprise for g in groups]), decoys)
    stable = stability.measure(events, q, household, rule, groups, linked, runs=parameters.whole("stability_runs"))
    found = candidates.build(groups, by_patient.events, events, scene, stays=scheme.stays)
    rings = [judge(scheme, c, float(rate), s, scene) for c, rate, s in zip(found, rates.tolist(), stable, strict=True)]
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
