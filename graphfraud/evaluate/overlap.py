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
    """Give the mean over the members of `clusters` of how far `others` shares their company.

    Members of the very same clusters on both sides are alike and counted together: a cluster of thousands is no more
    work than one of ten.
    """
    mine, theirs = _by_member(clusters), _by_member(others)
    if not mine:
        return None
    alike = Counter((frozenset(own), frozenset(theirs.get(member, ()))) for member, own in mine.items())
    return sum(n * _company(sort, alike) for sort, n in alike.items()) / len(mine)


def _company(
    sort: tuple[frozenset[int], frozenset[int]], alike: Counter[tuple[frozenset[int], frozenset[int]]]
) -> float:
    """Give the mean over all who share a cluster with a member of this sort of min(others', own) / own shared."""
    total, shared = 0.0, 0
    for (own, other), n in alike.items():
        both = len(sort[0] & own)
        if both:
            total += n * min(both, len(sort[1] & other)) / both
            shared += n
    return total / shared


def _by_member(clusters: Sequence[Cluster]) -> dict[Entity, list[int]]:
    """Give the numbers of each member's clusters, members in order."""
    found: dict[Entity, list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        for member in cluster:
            found[member].append(number)
    return dict(sorted(found.items()))


def harmonic(a: float, b: float) -> float:
    """Give the harmonic mean (F1), 0 where both are 0."""
    return 2 * a * b / (a + b) if a + b else 0.0
