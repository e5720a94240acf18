"""Measures against their definitions, written out naively, on random rings."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphfraud.evaluate.measures import evaluate
from graphfraud.evaluate.overlap import Cluster, b_cubed, jaccard
from graphfraud.evaluate.truth import TrueRing
from graphfraud.model.ring import Ring
from tests.unit.evaluate.rings import ring, true

PATIENTS = st.sets(st.sampled_from("abcdefghij"), min_size=1, max_size=6).map(lambda s: "".join(sorted(s)))
SCHEME = st.sampled_from(["fake_stay", "co_swipe"])
RINGS = st.lists(st.tuples(PATIENTS, SCHEME), max_size=6).map(
    lambda found: [ring(i + 1, p, scheme=s) for i, (p, s) in enumerate(found)]
)
TRUTH = st.lists(st.tuples(PATIENTS, SCHEME), max_size=5).map(
    lambda known: [true(f"T{i}", p, s) for i, (p, s) in enumerate(known)]
)
CLUSTERS = st.lists(PATIENTS.map(lambda p: frozenset(("patient", c) for c in p)), min_size=1, max_size=5)


def _sets(found: list[Ring], known: list[TrueRing]) -> tuple[list[set[str]], list[set[str]]]:
    return [set(r.patients) for r in found], [{i for _, i in t.members} for t in known]


def _near(a: set[str], b: set[str]) -> Fraction:
    return Fraction(sum(x in b for x in a), len(a) + sum(x not in a for x in b))


@given(RINGS, TRUTH)
def test_precision_recall_and_best_jaccard_by_definition(found: list[Ring], known: list[TrueRing]) -> None:
    rings, truths = _sets(found, known)
    m = evaluate(found, known).overall
    right = [any(_near(r, t) >= Fraction(1, 2) for t in truths) for r in rings]
    best = [max((_near(r, t) for r in rings), default=Fraction(0)) for t in truths]
    assert m.precision == (pytest.approx(sum(right) / len(right)) if right else None)
    assert m.recall == (pytest.approx(sum(b >= Fraction(1, 2) for b in best) / len(best)) if best else None)
    assert m.mean_best_jaccard == (pytest.approx(float(sum(best) / len(best))) if best else None)


@given(RINGS, TRUTH)
def test_average_precision_by_definition(found: list[Ring], known: list[TrueRing]) -> None:
    """Walk down the list; whenever recall rises by dR, add dR x precision so far."""
    rings, truths = _sets(found, known)
    total, recall = 0.0, Fraction(0)
    for k in range(1, len(rings) + 1):
        hit = [any(_near(r, t) >= Fraction(1, 2) for r in rings[:k]) for t in truths]
        now = Fraction(sum(hit), len(truths)) if truths else Fraction(0)
        right = sum(any(_near(r, t) >= Fraction(1, 2) for t in truths) for r in rings[:k])
        total += float(now - recall) * right / k
        recall = now
    assert evaluate(found, known).overall.average_precision == (pytest.approx(total) if truths else None)


@given(CLUSTERS, CLUSTERS)
def test_b_cubed_by_definition(found: list[Cluster], known: list[Cluster]) -> None:
    precision, recall = b_cubed(found, known)
    assert precision == pytest.approx(float(_multiplicity(found, known)))
    assert recall == pytest.approx(float(_multiplicity(known, found)))


def _multiplicity(left: list[Cluster], right: list[Cluster]) -> Fraction:
    """Amigó et al. 2009: average over e, of the average over e' that share a cluster with e, of min(L, R) / L."""
    elements = sorted(frozenset().union(*left))
    means = []
    for e in elements:
        values = []
        for other in elements:
            here = sum(e in c and other in c for c in left)
            there = sum(e in c and other in c for c in right)
            if here:
                values.append(Fraction(min(here, there), here))
        means.append(sum(values, Fraction(0)) / len(values))
    return sum(means, Fraction(0)) / len(means)


@given(CLUSTERS)
def test_b_cubed_of_equal_clusterings_is_one(clusters: list[Cluster]) -> None:
    assert b_cubed(clusters, clusters[::-1]) == pytest.approx((1.0, 1.0))


@given(PATIENTS, PATIENTS)
def test_jaccard_by_definition(a: str, b: str) -> None:
    one, other = (frozenset(("patient", c) for c in text) for text in (a, b))
    assert jaccard(one, other) == pytest.approx(float(_near(set(a), set(b))))
    assert jaccard(one, other) == jaccard(other, one)


@given(RINGS, TRUTH)
def test_a_wrong_ring_more_never_helps(found: list[Ring], known: list[TrueRing]) -> None:
    before = evaluate(found, known).overall
    after = evaluate([*found, ring(len(found) + 1, "XYZ")], known).overall
    assert (after.recall, after.mean_best_jaccard, after.right) == (
        before.recall,
        before.mean_best_jaccard,
        before.right,
    )
    assert after.average_precision == before.average_precision
    assert (after.precision or 0.0) <= (before.precision if before.precision is not None else 1.0)


@given(RINGS, TRUTH)
def test_schemes_add_up(found: list[Ring], known: list[TrueRing]) -> None:
    result = evaluate(found, known)
    parts = result.schemes.values()
    assert sum(p.published for p in parts) == result.overall.published
    assert sum(p.right for p in parts) == result.overall.right
    assert (sum(p.truth for p in parts), sum(p.found for p in parts)) == (result.overall.truth, result.overall.found)
    assert len(result.false) == result.overall.published - result.overall.right == sum(result.innocent.values())
    assert len(result.missed) == result.overall.truth - result.overall.found
