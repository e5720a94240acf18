"""Rings that are like a ring: the same patients, the same institutions and doctors, the same scheme and shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graphfraud.model.ring import Ring

ALIKE = 0.5
"""Least share of common signals, and of the smaller size in the larger, for two rings of a scheme to be alike."""


@dataclass(frozen=True, slots=True)
class Similar:
    """A ring that is like another, and in what.

    `patients` and `others`: (kind, id) in both. `signals`: share of the signals of either that both have (Jaccard).
    `size`: the smaller number of members over the larger.
    """

    ring: Ring
    patients: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    same_scheme: bool
    signals: float
    size: float


def similar(ring: Ring, among: Iterable[Ring], limit: int) -> tuple[Similar, ...]:
    """Give at most `limit` rings that are like `ring`, the most alike first, by the first of these that differs.

    Shared patients, other shared members, the same scheme, common signals, size, then rank. A ring that shares nobody
    is like another only if it is of the same scheme, with `ALIKE` signals and size.
    """
    found = [_compared(ring, other) for other in among if other.ring_id != ring.ring_id]
    near = [s for s in found if s.patients or s.others or (s.same_scheme and min(s.signals, s.size) >= ALIKE)]
    near.sort(key=lambda s: (-len(s.patients), -len(s.others), not s.same_scheme, -s.signals, -s.size, s.ring.rank))
    return tuple(near[:limit])


def _compared(a: Ring, b: Ring) -> Similar:
    shared = sorted({(m.kind, m.id) for m in a.members} & {(m.kind, m.id) for m in b.members})
    mine, theirs = ({e.signal for e in ring.evidence} for ring in (a, b))
    sizes = sorted((len(a.members), len(b.members)))
    return Similar(
        ring=b,
        patients=tuple(s for s in shared if s[0] == "patient"),
        others=tuple(s for s in shared if s[0] != "patient"),
        same_scheme=bool({a.scheme, *a.also} & {b.scheme, *b.also}),
        signals=len(mine & theirs) / max(1, len(mine | theirs)),
        size=sizes[0] / max(1, sizes[1]),
    )
