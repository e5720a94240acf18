"""Measures of one run: precision, recall, P@k, average precision, Jaccard, B-cubed, false rings explained.

A published ring is right when it reaches Jaccard ≥ 0.5 with a true ring, whatever the schemes; a true ring is
found when such a published ring exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphfraud.evaluate.overlap import b_cubed, harmonic, jaccard
from graphfraud.evaluate.truth import Entity, InnocentGroup, TrueRing
from graphfraud.model.ring import Ring

ENOUGH = 0.5
AT = (10, 25, 50)
UNEXPLAINED = "none"


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures over one choice of rings; None where there is nothing to divide by.

    `p_at[k]` is the share of right rings among the first k published ones (all of them where fewer are
    published). `average_precision` sums precision at each rank that finds further true rings, weighted by
    their share of all true rings. `mean_best_jaccard` averages each true ring's best Jaccard. B-cubed is over
    patients (`b_cubed`).
    """

    published: int
    right: int
    truth: int
    found: int
    precision: float | None
    recall: float | None
    p_at: dict[int, float | None]
    average_precision: float | None
    mean_best_jaccard: float | None
    bcubed_precision: float | None
    bcubed_recall: float | None
    bcubed_f1: float | None

    def first(self, k: int) -> tuple[int, int]:
        """Give how many of the first k published rings are right, and how many there are."""
        of, share = min(k, self.published), self.p_at[k]
        return (0 if share is None else round(share * of)), of


@dataclass(frozen=True, slots=True)
class FalseRing:
    """A published ring that is no true one, and the innocent explanation that it fits best (or `none`)."""

    ring_id: str
    rank: int
    scheme: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything `graphfraud evaluate` tells; `innocent` counts false rings, explanations without one included."""

    overall: Measures
    schemes: dict[str, Measures]
    innocent: dict[str, int]
    false: tuple[FalseRing, ...]
    missed: tuple[str, ...]


def evaluate(rings: Sequence[Ring], truth: Sequence[TrueRing], groups: Sequence[InnocentGroup] = ()) -> Evaluation:
    """Compare the published ones among `rings` with the truth.

    Per scheme, precision, P@k and average precision rank the published rings of that scheme; recall and best
    Jaccard look for its true rings among all published ones; B-cubed compares the scheme's rings on both sides, without
    those that are right about a true ring of another scheme.
    """
    published = sorted((r for r in rings if r.status == "published"), key=lambda r: (r.rank, r.ring_id))
    names = _main_numbers(published)
    known = [TrueRing(t.ring_id, t.scheme, _renamed(t.members, names)) for t in truth]
    schemes = sorted({r.scheme for r in published} | {t.scheme for t in known})
    false = _false_rings(published, known, [_group(g, names) for g in groups])
    wrong = [f.explanation for f in false]
    explanations = [*sorted({g.explanation for g in groups}), UNEXPLAINED]
    return Evaluation(
        overall=_measures(published, published, known, known),
        schemes={
            s: _measures([r for r in published if r.scheme == s], published, [t for t in known if t.scheme == s], known)
            for s in schemes
        },
        innocent={e: wrong.count(e) for e in explanations},
        false=false,
        missed=tuple(t.ring_id for t in known if not any(agrees(r, t) for r in published)),
    )


def _main_numbers(rings: Sequence[Ring]) -> dict[Entity, Entity]:
    """Give the patient behind each further `psn_no` that a ring lists."""
    return {("patient", a): (m.kind, m.id) for r in rings for m in r.members for a in m.aliases}


def _renamed(members: frozenset[Entity], names: dict[Entity, Entity]) -> frozenset[Entity]:
    return frozenset(names.get(m, m) for m in members)


def _group(group: InnocentGroup, names: dict[Entity, Entity]) -> InnocentGroup:
    return InnocentGroup(group.group_id, group.explanation, _renamed(group.patients, names))


def marks(ring: Ring) -> frozenset[Entity]:
    """Give the patients of a published ring."""
    return frozenset((m.kind, m.id) for m in ring.members if m.kind == "patient")


def agreement(ring: Ring, true: TrueRing) -> float:
    """Give the Jaccard on the patients, or on all members where the true ring has no patient."""
    if true.patients:
        return jaccard(marks(ring), true.patients)
    return jaccard(frozenset((m.kind, m.id) for m in ring.members), true.members)


def agrees(ring: Ring, true: TrueRing) -> bool:
    """Say whether a ring is right about a true one."""
    return agreement(ring, true) >= ENOUGH


def _measures(
    ranked: Sequence[Ring], published: Sequence[Ring], truth: Sequence[TrueRing], all_truth: Sequence[TrueRing]
) -> Measures:
    """Measure the `ranked` among the `published` rings against the `truth` among `all_truth`."""
    right = [any(agrees(r, t) for t in all_truth) for r in ranked]
    best = [max((agreement(r, t) for r in published), default=0.0) for t in truth]
    found = sum(b >= ENOUGH for b in best)
    judged = [r for r in ranked if not _of_another(r, truth, all_truth)]
    precision, recall = b_cubed([marks(r) for r in judged], [t.patients for t in truth if t.patients])
    return Measures(
        published=len(ranked),
        right=sum(right),
        truth=len(truth),
        found=found,
        precision=sum(right) / len(right) if right else None,
        recall=found / len(best) if best else None,
        p_at={k: sum(right[:k]) / len(right[:k]) if right else None for k in AT},
        average_precision=_average_precision(ranked, right, truth),
        mean_best_jaccard=sum(best) / len(best) if best else None,
        bcubed_precision=precision,
        bcubed_recall=recall,
        bcubed_f1=None if precision is None or recall is None else harmonic(precision, recall),
    )


def _of_another(ring: Ring, truth: Sequence[TrueRing], all_truth: Sequence[TrueRing]) -> bool:
    """Say whether a ring is right about a true one of another scheme only: its patients are no strangers."""
    return not any(agrees(ring, t) for t in truth) and any(agrees(ring, t) for t in all_truth)


def _average_precision(ranked: Sequence[Ring], right: Sequence[bool], truth: Sequence[TrueRing]) -> float | None:
    if not truth:
        return None
    open_, total = list(truth), 0.0
    for rank, ring in enumerate(ranked, start=1):
        left = [t for t in open_ if not agrees(ring, t)]
        total += (len(open_) - len(left)) * sum(right[:rank]) / rank
        open_ = left
    return total / len(truth)


def _false_rings(
    published: Sequence[Ring], truth: Sequence[TrueRing], groups: Sequence[InnocentGroup]
) -> tuple[FalseRing, ...]:
    wrong = [r for r in published if not any(agrees(r, t) for t in truth)]
    return tuple(FalseRing(r.ring_id, r.rank, r.scheme, _explanation(r, groups)) for r in wrong)


def _explanation(ring: Ring, groups: Sequence[InnocentGroup]) -> str:
    """Give the explanation of the closest group that holds at least half of the ring's patients."""
    patients = marks(ring)
    holding = [g for g in groups if patients and len(patients & g.patients) >= ENOUGH * len(patients)]
    best = max(holding, key=lambda g: (jaccard(patients, g.patients), g.explanation), default=None)
    return UNEXPLAINED if best is None else best.explanation
