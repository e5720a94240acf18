"""The schemes over one set of claims: groups or leads, decoys, stability, judgement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from graphfraud.chance import fdr, weeks
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes, Flags, Ints
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.rings import candidate as candidates
from graphfraud.rings import leads, stability
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import ByPatient
from graphfraud.rings.groups import Rule, group, link
from graphfraud.rings.peers import Peers
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


@dataclass(frozen=True, slots=True)
class Sought:
    """What one scheme found before the claims behind it are looked up.

    `rows`: one frame a candidate (`graphfraud.rings.candidate.look_up`); `judge` makes the rings of the same frames
    with their facts, and comparable settlements.
    """

    rows: list[pd.DataFrame]
    judge: Callable[[list[pd.DataFrame], Peers], Found]


def run(
    schemes: list[Scheme], scene: Scene, progress: Callable[[Scheme | None, str], None], about: Flags | None = None
) -> list[Found]:
    """Find the rings of each scheme; where `about` marks settlements, judge only candidates that stand on one of them.
    Progress is told of a scheme, None of all together.

    The claims behind the candidates of all schemes are looked up together: this reads the largest tables, once.
    """
    sought = []
    for scheme in schemes:
        progress(scheme, "looking")
        sought.append(_seek(scheme, scene, partial(progress, scheme), about))
    progress(None, "Looking up the claims behind the candidates, weighing them")
    said, like = candidates.said([rows for one in sought for rows in one.rows], scene)
    return [one.judge(candidates.look_up(one.rows, said, scene), like) for one in sought]


def _seek(scheme: Scheme, scene: Scene, progress: Progress, about: Flags | None) -> Sought:
    if isinstance(scheme.way, Leads):
        return _by_leads(scheme, scheme.way, scene, progress, about)
    return _by_meetings(scheme, scheme.way, scene, progress, about)


def _by_leads(scheme: Scheme, way: Leads, scene: Scene, progress: Progress, about: Flags | None) -> Sought:
    found_anywhere, counts = way.find(scene)
    rows = [lead.facts["row"].to_numpy() for lead in found_anywhere]
    given = [
        lead
        for lead, own in zip(found_anywhere, rows, strict=True)
        if _touches(own, scene.inside) and _touches(own, about)
    ]
    progress(f"{len(given):,} candidate rings")

    def judged(facts: list[pd.DataFrame], like: Peers) -> Found:
        kept = [i for i, own in enumerate(facts) if _stands(own, way, scene)]
        mine = [given[i] for i in kept]
        found = leads.build(mine, [facts[i] for i in kept], scene, like, stays=scheme.stays)
        stable = leads.stability(found, way.holds, scene)
        rings = [judge(scheme, c, lead.fdr, s, scene) for lead, c, s in zip(mine, found, stable, strict=True)]
        return Found(rings, found, counts, None)

    return Sought(leads.rows(given, scene), judged)


def _touches(rows: Ints, marked: Flags | None) -> bool:
    """Say whether one of the settlements is marked, where any are."""
    return marked is None or bool(marked[rows].any())


def _stands(facts: pd.DataFrame, way: Leads, scene: Scene) -> bool:
    """Say whether a lead stands on its settlements inside the scope alone.

    It is then shown whole: what was measured of it was measured over all of them.
    """
    if scene.inside is None:
        return True
    here = scene.inside[facts["row"].to_numpy()]
    return bool(here.all() or (here.any() and way.holds(facts[here], scene)))


def _by_meetings(scheme: Scheme, way: Meeting, scene: Scene, progress: Progress, about: Flags | None) -> Sought:
    parameters, household = scene.parameters, scene.people.household
    rule = way.rule(parameters)
    everybody, counts, crowds, every_q = met(way, scene)
    events, q = among(everybody, every_q, scene)
    links, pairs = link(events, q, household, rule)
    linked = np.union1d(links.a, links.b).astype(np.int32)
    groups, by_patient = group(events, q, links, rule)
    met_at = by_patient.events.row
    groups = [g for g in groups if _touches(met_at[np.concatenate([m.events for m in g.gatherings])], about)]
    progress(f"{len(events):,} events, {len(links):,} links, {len(groups):,} candidate rings")
    decoys = _decoys(events, crowds, household, rule, parameters, progress) if groups else []
    rates = fdr.rates(np.array([g.surprise for g in groups]), decoys).tolist()
    stable = stability.measure(events, q, household, rule, groups, linked, runs=parameters.whole("stability_runs"))
    around = candidates.surroundings(groups, by_patient.events, everybody)
    counts |= {"events": len(events), "links": len(links), "pairs": len(pairs), "events_at_crowd_cap": pairs.crowded}

    def judged(facts: list[pd.DataFrame], like: Peers) -> Found:
        found = candidates.build(groups, facts, around, scene, like, stays=scheme.stays)
        rings = [judge(scheme, c, rate, s, scene) for c, rate, s in zip(found, rates, stable, strict=True)]
        return Found(rings, found, counts, by_patient)

    return Sought(candidates.rows(groups, by_patient.events, scene), judged)


def met(way: Meeting, scene: Scene) -> tuple[Events, dict[str, int], weeks.Weeks, Floats]:
    """Give the events of a signal, what it left out, by name, the crowds, and each event's chance of a shared week."""
    events, counts = way.events(scene.claims, scene.parameters)
    prior = scene.parameters["prior_events"]
    same = scene.parameters.whole("min_gatherings") if way.crowd_of_same else None
    crowds = weeks.measure(events, allowance=way.pool(scene.parameters), prior=prior, same=same)
    return events, counts, crowds, weeks.same_week(events, crowds)


def among(events: Events, q: Floats, scene: Scene) -> tuple[Events, Floats]:
    """Give the events at settlements among which rings are looked for, and their chances of a shared week."""
    if scene.inside is None:
        return events, q
    here = scene.inside[events.row]
    return events.take(here), q[here]


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
