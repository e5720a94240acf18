"""Rings of all schemes together: one gang once, ranked, with its identity from the previous run."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from graphfraud.model.ring import Ring
from graphfraud.rings import lineage
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.gatherings import ByPatient
from graphfraud.scan.judgement import amounts

ONE_GANG, INSIDE = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Source:
    """One scheme's candidate behind a ring; `events` are those of linked patients, None where none were counted."""

    scheme: str
    candidate: Candidate
    events: ByPatient | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A ring with what every scheme that found it found, the strongest first."""

    ring: Ring
    sources: tuple[Source, ...]


def unite(found: list[Kept]) -> list[Kept]:
    """Make one ring of rings of different schemes that are one gang.

    The better one (published, then score) keeps its scheme and patients; the other's scheme goes to `also`, its
    evidence and its further venues, doctors and helpers come along.
    """
    kept: list[Kept] = []
    # Only rings with somebody in common can be one gang: most pairs need no look.
    holders: dict[str, set[int]] = defaultdict(set)
    for one in sorted(found, key=lambda k: _order(k.ring)):
        near = sorted(set().union(*(holders[name] for name in one.ring.core)))
        at = next((i for i in near if one_gang(one.ring, kept[i].ring)), len(kept))
        if at < len(kept):
            kept[at] = _united(kept[at], one)
        else:
            kept.append(one)
        for name in kept[at].ring.core:
            holders[name].add(at)
    return kept


def one_gang(one: Ring, other: Ring) -> bool:
    """Say whether rings of different schemes share half or more of their patients (Jaccard of `Ring.core`), or `one`
    lies in `other`, which is published, and has an institution in common with it."""
    if one.scheme in (other.scheme, *other.also):
        return False
    return _jaccard(one, other) >= ONE_GANG or (other.status == "published" and _part(one, other))


def finish(kept: list[Kept], before: list[Ring]) -> list[Kept]:
    """Give ids and lineage from the previous run's rings, and ranks: published before demoted, best score first."""
    traced = lineage.trace([k.ring.core for k in kept], [(r.ring_id, r.core) for r in before])
    named = []
    for one, (ring_id, line) in zip(kept, traced, strict=True):
        named.append(replace(one, ring=replace(one.ring, ring_id=ring_id or one.ring.ring_id, lineage=line)))
    ordered = sorted(named, key=lambda k: _order(k.ring))
    return [replace(k, ring=replace(k.ring, rank=i + 1)) for i, k in enumerate(ordered)]


def _united(strong: Kept, weak: Kept) -> Kept:
    evidence = strong.ring.evidence + weak.ring.evidence
    there = {(m.kind, m.id) for m in strong.ring.members}
    further = tuple(m for m in weak.ring.members if m.kind != "patient" and (m.kind, m.id) not in there)
    ring = replace(
        strong.ring,
        also=tuple(sorted({*strong.ring.also, weak.ring.scheme})),
        members=strong.ring.members + further,
        evidence=evidence,
        amounts=amounts(*(s.candidate for s in strong.sources + weak.sources)),
    )
    return Kept(ring, strong.sources + weak.sources)


def _order(ring: Ring) -> tuple[bool, float, str]:
    return (ring.status != "published", -ring.score, ring.ring_id)


def _jaccard(a: Ring, b: Ring) -> float:
    return len(a.core & b.core) / len(a.core | b.core)


def _part(one: Ring, other: Ring) -> bool:
    inside = len(one.core & other.core) >= INSIDE * len(one.core)
    venues = [{(m.kind, m.id) for m in ring.members if m.role == "venue"} for ring in (one, other)]
    return inside and bool(venues[0] & venues[1])
