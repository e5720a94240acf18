"""How well sets agree: Jaccard and B-cubed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from graphfraud.evaluate.truth import Entity

Cluster = frozenset[Entity]


def jaccard(a: Cluster, b: Cluster) -> float:
    """Give |a ∩ b| / |a ∪ b|; 0 for two empty sets."""
    either = len(a | b)
    return len(a & b) / either if either else 0.0


def b_cubed(found: Sequence[Cluster], true: Sequence[Cluster]) -> tuple[float | None, float | None]:
    """Give B-cubed precision and recall of clusters that may overlap.

    Extended B-cubed with multiplicity (Amigó, Gonzalo, Artiles, Verdejo 2009, §4.2): for each member, the mean
    over those who share a cluster with it (itself included) of min(found, true) / found clusters shared; recall
    with the roles exchanged. Members of no true ring are wrong in any found one, those of no found ring missed
    in any true one. A side without members has no measure (None).
    """
    return _agreement(found, true), _agreement(true, found)


def _agreement(clusters: Sequence[Cluster], others: Sequence[Cluster]) -> float | None:
    """Give the mean over the members of `clusters` of how far `others` shares their company."""
    mine, theirs = _by_member(clusters), _by_member(others)
    if not mine:
        return None
    total = 0.0
    for member in sorted(mine):
        shared = Counter(m for c in mine[member] for m in c)
        other = Counter(m for c in theirs.get(member, ()) for m in c)
        total += sum(min(n, other[m]) / n for m, n in sorted(shared.items())) / len(shared)
    return total / len(mine)


def _by_member(clusters: Sequence[Cluster]) -> dict[Entity, list[Cluster]]:
    found: dict[Entity, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for member in cluster:
            found[member].append(cluster)
    return found


def harmonic(a: float, b: float) -> float:
    """Give the harmonic mean (F1), 0 where both are 0."""
    return 2 * a * b / (a + b) if a + b else 0.0
