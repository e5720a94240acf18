"""Plainer ways to find groups that meet, to see what each part of the detector is worth.

They know nothing but who was where on which day, so they are judged on the schemes that count meetings: rings that
match a planted ring of another scheme count neither for nor against.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import igraph
import numpy as np

from graphfraud.claims.scene import Scene
from graphfraud.claims.table import MISSING_DAY, Claims, Codes
from graphfraud.evaluate.measures import Evaluation, agrees, evaluate
from graphfraud.evaluate.peeling import blocks
from graphfraud.evaluate.truth import InnocentGroup, TrueRing
from graphfraud.model.ring import Amounts, Lineage, Member, Ring
from graphfraud.rings import candidate as candidates
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.groups import group, link
from graphfraud.rings.stability import Stability
from graphfraud.scan import find
from graphfraud.scan.finish import Kept, Source, finish, unite
from graphfraud.scan.judgement import judge
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.base import Meeting
from graphfraud.signals import together
from graphfraud.signals.events import Events

MEETINGS = tuple(s for s in SCHEMES if isinstance(s.way, Meeting))
MEETING_CODES = frozenset(s.code for s in MEETINGS)
JOINT, SIZE = 3, 5
"""The plain ways ask for three days together and groups of five, as the detector does."""
MOST_BLOCKS = 200
LEAST_DENSITY = SIZE * JOINT / np.log(SIZE + 5.0) / (SIZE + JOINT)
"""Five patients who share three occasions with nobody else are this dense."""
FULL = "full detector"


def judged(rings: Sequence[Ring], truth: Sequence[TrueRing], groups: Sequence[InnocentGroup]) -> Evaluation:
    """Judge rings on the schemes that count meetings."""
    known = [t for t in truth if t.scheme in MEETING_CODES]
    others = [t for t in truth if t.scheme not in MEETING_CODES]
    return evaluate([r for r in rings if not any(agrees(r, t) for t in others)], known, groups)


def of_meetings(rings: Sequence[Ring]) -> list[Ring]:
    """Give the rings of a whole scan that a scheme by meetings found."""
    return [r for r in rings if MEETING_CODES & {r.scheme, *r.also}]


def no_chance(scene: Scene) -> list[Ring]:
    """Give the detector's rings when raw counts stand for chance: no decoys or repeats, which measure chance too."""
    found: list[Kept] = []
    for scheme in MEETINGS:
        assert isinstance(scheme.way, Meeting)
        events, _ = scheme.way.events(scene.claims, scene.parameters)
        # No week is ever shared by chance: every pair that meets often enough is a link.
        q, rule = np.zeros(len(events)), scheme.way.rule(scene.parameters)
        links, _ = link(events, q, scene.people.household, rule)
        groups, by_patient = group(events, q, links, rule)
        rows = candidates.rows(groups, by_patient.events, scene)
        said, like = candidates.said(rows, scene)
        around = candidates.surroundings(groups, by_patient.events, events)
        facts = candidates.look_up(rows, said, scene)
        for one in candidates.build(groups, facts, around, scene, like, stays=scheme.stays):
            ring = judge(scheme, one, 0.0, Stability(1.0, np.ones(len(one.patients))), scene)
            found.append(Kept(ring, (Source(scheme.code, one, by_patient),)))
    return [k.ring for k in finish(unite(found), [])]


def no_household(scene: Scene) -> list[Ring]:
    """Give the detector's rings when neither households nor addresses are known."""
    unknown = np.full(len(scene.claims.patients), -1, np.int32)
    people = replace(
        scene.people, household=unknown, address=unknown, registered=np.zeros(len(unknown), dtype=np.bool_)
    )
    blind, found = replace(scene, people=people), []
    for scheme, seen in zip(MEETINGS, find.run(list(MEETINGS), blind, lambda scheme, text: None), strict=True):
        pairs: list[tuple[Ring, Candidate]] = list(zip(seen.rings, seen.candidates, strict=True))
        found += [Kept(ring, (Source(scheme.code, one, seen.events),)) for ring, one in pairs]
    return [k.ring for k in finish(unite(found), [])]


def co_visits(scene: Scene) -> list[Ring]:
    """Give the communities (Louvain: Blondel et al. 2008) of patients with three or more same-day visits at one place.

    Ranked by joint visits a member.
    """
    pairs = together.count(_days(scene.claims), min_joint=JOINT, crowd_cap=1_000_000)
    names, ends = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    ends = ends.reshape(2, len(pairs))
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 - determinism, not secrecy
    of = np.array(igraph.Graph(n=len(names), edges=ends.T).community_multilevel().membership, dtype=np.int64)
    inside = of[ends[0]] == of[ends[1]]
    joint = np.bincount(of[ends[0]][inside], weights=pairs.observed[inside], minlength=int(of.max(initial=-1)) + 1)
    parts = [names[of == i].astype(np.int32) for i in range(len(joint))]
    return _rings(scene.claims, [(p, float(n) / len(p)) for p, n in zip(parts, joint.tolist(), strict=True)])


def peeled(scene: Scene) -> list[Ring]:
    """Give the densest blocks of patients and occasions (a place on a day), densest first."""
    events = _days(scene.claims)
    _, occasion = np.unique(np.stack([events.place, events.day]), axis=1, return_inverse=True)
    edges = np.unique(np.stack([events.patient.astype(np.int64), occasion.astype(np.int64)]), axis=1)
    found = blocks(edges[0].astype(np.int32), edges[1], least_density=float(LEAST_DENSITY), most=MOST_BLOCKS)
    return _rings(scene.claims, found)


WAYS: dict[str, Callable[[Scene], list[Ring]]] = {
    "no household data": no_household,
    "no null model": no_chance,
    "FRAUDAR-style peeling": peeled,
    "co-visits + Louvain": co_visits,
}


def _days(claims: Claims) -> Events:
    """Give every settlement as an event of its day; of a stay, the day of admission."""
    day = np.where(claims.stay & (claims.begin != MISSING_DAY), claims.begin, claims.second // 86_400).astype(np.int32)
    order = np.lexsort((claims.patient, day, claims.place))
    none = np.zeros(len(order), np.int32)
    day, begin = day[order], day[order].astype(np.int64)
    place = claims.place[order]
    return Events(
        claims.patient[order],
        place,
        begin,
        begin,
        day,
        none,
        none,
        none,
        none,
        order.astype(np.int64),
        1,
        0,
        0,
        0,
        1,
        1.0,
    )


def _rings(claims: Claims, groups: Sequence[tuple[Codes, float]]) -> list[Ring]:
    """Make published rings of patients and scores, best first; small groups are left out."""
    big = [(score, sorted(claims.patients[i] for i in patients.tolist())) for patients, score in groups]
    ranked = sorted(((s, names) for s, names in big if len(names) >= SIZE), key=lambda g: (-g[0], g[1]))
    nothing = Amounts(Decimal(0), Decimal(0), Decimal(0), 0)
    return [
        Ring(
            ring_id=f"B{rank}",
            rank=rank,
            scheme="co_swipe",
            also=(),
            status="published",
            status_reason=None,
            score=score,
            fdr=0.0,
            stability=1.0,
            lineage=Lineage(),
            members=tuple(Member("patient", name, "member", 1.0) for name in names),
            amounts=nothing,
        )
        for rank, (score, names) in enumerate(ranked, start=1)
    ]
