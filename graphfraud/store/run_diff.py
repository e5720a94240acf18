"""What changed between two runs, by the same matching as ring identity (`graphfraud.rings.lineage`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphfraud.model.ring import Ring
from graphfraud.rings import lineage

EVENTS = ("new", "grown", "shrunk", "merged", "split", "same", "vanished")


@dataclass(frozen=True, slots=True)
class Change:
    """One ring of the later run, or a vanished one of the earlier; `previous` are rings of the earlier run.

    `joined` and `left` are patients against all of `previous`, sorted.
    """

    event: str
    ring_id: str
    scheme: str
    previous: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "ring_id": self.ring_id,
            "scheme": self.scheme,
            "previous": list(self.previous),
            "joined": list(self.joined),
            "left": list(self.left),
        }


def diff(before: Sequence[Ring], now: Sequence[Ring]) -> tuple[Change, ...]:
    """Give the changes in the order of `EVENTS`, then the later run's rank, then the earlier's."""
    old = {ring.ring_id: ring for ring in before}
    # A person may be in two rings, so an unchanged ring must not count as a parent of the one beside it.
    same = [r for r in now if r.ring_id in old and _group(r) == _group(old[r.ring_id])]
    unchanged = {r.ring_id for r in same}
    moved = [r for r in now if r.ring_id not in unchanged]
    traced = lineage.trace(
        [_group(r) for r in moved], [(r.ring_id, _group(r)) for r in before if r.ring_id not in unchanged]
    )
    changes = [_change(ring, "same", [old[ring.ring_id]]) for ring in same]
    for ring, (_, line) in zip(moved, traced, strict=True):
        changes.append(_change(ring, line.event, [old[p] for p in line.previous]))
    continued = {p for change in changes for p in change.previous}
    changes += [_vanished(ring) for ring in before if ring.ring_id not in continued]
    rank = {ring.ring_id: ring.rank for ring in now}
    return tuple(sorted(changes, key=lambda c: (EVENTS.index(c.event), rank.get(c.ring_id, 0))))


def _group(ring: Ring) -> frozenset[str]:
    """Give who makes the ring: its patients, or all members where it has none."""
    return frozenset(ring.patients or [f"{m.kind}:{m.id}" for m in ring.members])


def _change(ring: Ring, event: str, parents: list[Ring]) -> Change:
    here = _group(ring)
    there = frozenset().union(*(_group(p) for p in parents))
    joined, left = (tuple(sorted(here - there)), tuple(sorted(there - here))) if parents else ((), ())
    return Change(event, ring.ring_id, ring.scheme, tuple(p.ring_id for p in parents), joined, left)


def _vanished(ring: Ring) -> Change:
    return Change("vanished", ring.ring_id, ring.scheme, (), (), tuple(sorted(_group(ring))))
