"""What a paths page asks for, and the answer: paths between pairs of entities, or from a ring to the watch list."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from app.components import period
from app.data import Reads
from app.place import Place
from graphfraud.errors import NotFoundError
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef, Path, PathAnswer

ASKED = ("a", "b", "more", "k", "hops", "hubs", "first", "last", "ring")
"""Parameters of the address that say what is looked for."""
MOST_ENDS = 5
"""Entities that are joined pair by pair: ten pairs are what a page bears."""
TARGETS = 5
"""Entities of the watch list that a page shows paths to, nearest first."""
LIST_HOPS = 4
"""Most hops to the watch list: every second patient is six hops from everybody."""


TRIED = 12
"""Members from which a way to a target is looked for."""


@dataclass(frozen=True, slots=True)
class Search:
    """How paths are looked for."""

    hops: int
    k: int
    avoid_hubs: bool

    @classmethod
    def of(cls, place: Place) -> Search:
        """Read the place."""
        return cls(place.number("hops", 6, 1, 8), place.number("k", 3, 1, 10), place.get("hubs") != "off")


@dataclass(frozen=True, slots=True)
class Target:
    """An entity of the watch list, `hops` from the nearest member of the ring, with what the list says of it."""

    ref: EntityRef
    hops: int
    labels: tuple[str, ...]


def written(place: Place) -> list[str]:
    """Give the ends as the reader wrote them: both, and the further ones, each once."""
    more = place.get("more").replace("，", ",").replace(" ", ",").split(",")
    return list(dict.fromkeys(end for end in (place.get("a"), place.get("b"), *more) if end))


def pairs(ends: list[EntityRef]) -> list[tuple[EntityRef, EntityRef]]:
    """Give every two of the ends, in their order, at most those of MOST_ENDS ends."""
    return list(combinations(dict.fromkeys(ends[:MOST_ENDS]), 2))


def between(place: Place, reads: Reads, a: EntityRef, b: EntityRef) -> PathAnswer:
    """Find the paths between two entities as the place asks.

    Raises:
        SettingError: the first day lies after the last.
    """
    asked = Search.of(place)
    days = [period.day(place, name) for name in (period.FIRST, period.LAST)]
    return reads.paths(a, b, asked.hops, asked.k, asked.avoid_hubs, *days)


def targets(place: Place, reads: Reads, ring: Ring) -> tuple[list[Target], int]:
    """Give the nearest entities of the watch list to a ring, and how many there are."""
    hops = min(Search.of(place).hops, LIST_HOPS)
    rows = reads.ask("ring_watch", ring_id=ring.ring_id, hops=hops, limit=TARGETS).to_pylist()
    found = [Target(EntityRef(row["kind"], row["id"]), row["hops"], tuple(row["labels"])) for row in rows]
    return found, rows[0]["total"] if rows else 0


def from_ring(place: Place, reads: Reads, ring: Ring, target: Target) -> PathAnswer:
    """Find the paths from the nearest member of a ring to an entity of the watch list."""
    if not target.hops:
        return PathAnswer((), 0, 0)
    asked = Search.of(place)
    # A hub among the members is nearer than it counts: no way starts at one.
    for member in near_members(reads, ring, target)[:TRIED]:
        answer = reads.paths(member, target.ref, target.hops, asked.k, asked.avoid_hubs)
        if answer.paths and len(answer.paths[0].hops) == target.hops:
            return answer
    return PathAnswer((), target.hops, 0)


def near_members(reads: Reads, ring: Ring, target: Target) -> list[EntityRef]:
    """Give the members within reach of a target, patients first, then by distance."""
    members = {EntityRef(m.kind, m.id) for m in ring.members}
    near = [ref for ref in reads.surroundings(target.ref, target.hops) if ref in members]
    return sorted(near, key=lambda ref: ref.kind != "patient")


def answers(place: Place, reads: Reads) -> list[PathAnswer]:
    """Give every answer of the page in its order, for whoever comes with a number of one.

    Raises:
        NotFoundError: an end, or the ring, isn't there.
    """
    if place.get("ring"):
        ring = reads.ring(place.get("ring"))
        return [from_ring(place, reads, ring, target) for target in targets(place, reads, ring)[0]]
    return [between(place, reads, a, b) for a, b in pairs([reads.resolve(end) for end in written(place)])]


def hop_of(place: Place, reads: Reads) -> tuple[Path, int]:
    """Give the path and the number of the hop that a claims page is about.

    Raises:
        NotFoundError: there is no such path or hop.
    """
    found = answers(place, reads)
    pair, path, hop = (place.number(name, -1, 0, 99) for name in ("pair", "path", "n"))
    if not (0 <= pair < len(found) and 0 <= path < len(found[pair].paths)):
        raise NotFoundError("No such path", kind="statement", id=place.get("path"))
    chosen = found[pair].paths[path]
    if not 0 <= hop < len(chosen.hops):
        raise NotFoundError("No such hop", kind="statement", id=place.get("n"))
    return chosen, hop
