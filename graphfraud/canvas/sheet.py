"""The sheet: which entities are on the graph and where, made from a start by one act after the other.

A sheet never changes; `after` gives the next one. The same start, acts and data give the same sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from graphfraud.canvas.acts import (
    MOST,
    Act,
    Add,
    Arrange,
    Collapse,
    Expand,
    Hide,
    Join,
    Pin,
    Remove,
    Show,
    Unpin,
)
from graphfraud.canvas.beside import along, beside
from graphfraud.canvas.layout import APART, LAYOUTS, Ends, Point, spring
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef, NeighbourPage, Path, PathAnswer, Relation

FIRST_NEIGHBOURS = 20
"""Neighbours that a graph begins with which starts from one entity."""
PATH_HOPS = 6


class Source(Protocol):
    """What a sheet reads: these reads of a `GraphStore`, of one run."""

    def ring(self, ring_id: str) -> Ring:
        """Give one ring."""

    def neighbours(self, ref: EntityRef, kind: str | None, limit: int) -> NeighbourPage:
        """Give the strongest neighbours."""

    def between(self, refs: tuple[EntityRef, ...]) -> tuple[Relation, ...]:
        """Give the relations among entities."""

    def paths(self, a: EntityRef, b: EntityRef, max_hops: int, k: int, avoid_hubs: bool) -> PathAnswer:
        """Give up to `k` shortest paths."""


@dataclass(frozen=True, slots=True)
class Start:
    """What a graph begins with: a ring, or entities; a single one brings its strongest neighbours."""

    ring_id: str = ""
    refs: tuple[EntityRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Dot:
    """An entity on the sheet. `bringers`: by whose expansion it is there; none: it stands for itself."""

    at: Point
    bringers: frozenset[EntityRef] = frozenset()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Expansion:
    """How many of an entity's neighbours of a kind an expansion shows, and how many there are."""

    shown: int
    total: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is on the graph.

    Attributes:
        dots: the entities, in the order in which they came.
        total: how many entities the start has; the sheet began with the first of them.
        begun: how many of them it began with.
        hidden: kinds that are on the sheet and not shown.
        expansions: what was expanded, by entity and kind (None: any).
        refused: entities that the last act would have added beyond the stop.
        answers: what each search for paths found, by its act.
        layout: the last layout.
    """

    dots: Mapping[EntityRef, Dot]
    total: int
    begun: int
    hidden: frozenset[str] = frozenset()
    expansions: Mapping[tuple[EntityRef, str | None], Expansion] = field(default_factory=dict)
    refused: int = 0
    answers: Mapping[Join, PathAnswer] = field(default_factory=dict)
    layout: str = next(iter(LAYOUTS))

    @property
    def shown(self) -> tuple[EntityRef, ...]:
        """The entities that are not hidden."""
        return tuple(ref for ref in self.dots if ref.kind not in self.hidden)

    @property
    def paths(self) -> tuple[Path, ...]:
        """Every path that was found and is still whole on the sheet."""
        found = (path for answer in self.answers.values() for path in answer.paths)
        return tuple(path for path in found if all(ref in self.dots for ref in path.nodes))


def begin(source: Source, start: Start, limit: int) -> Sheet:
    """Give the sheet before the first act, with at most `limit` entities (never more than `MOST`).

    Raises:
        NotFoundError: no such ring or entity.
    """
    refs, expansions = _first(source, start)
    kept = refs[: min(limit, MOST)]
    places = spring(kept, _edges(source.between(tuple(kept))))
    root = start.refs[0] if expansions else None
    dots = {
        ref: Dot(at, frozenset({root}) if root and ref != root else frozenset())
        for ref, at in zip(kept, places, strict=True)
    }
    return Sheet(dots, len(refs), len(kept), expansions=expansions)


def after(source: Source, sheet: Sheet, act: Act) -> Sheet:
    """Give the sheet after an act. What is on it keeps its place, but for `Arrange`.

    Raises:
        NotFoundError: the act names an entity that the data doesn't know.
    """
    sheet = replace(sheet, refused=0)
    match act:
        case Expand(ref, kind, n):
            return _expand(source, sheet, ref, kind, n)
        case Collapse(refs):
            return _collapse(sheet, refs)
        case Remove(refs):
            return _remove(sheet, refs)
        case Add(refs):
            return _add(sheet, refs)
        case Hide(kind):
            return replace(sheet, hidden=sheet.hidden | {kind})
        case Show(kind):
            return replace(sheet, hidden=sheet.hidden - {kind})
        case Pin(places):
            pins = {
                ref: Dot((float(x), float(y)), sheet.dots[ref].bringers, True)
                for ref, x, y in places
                if ref in sheet.dots
            }
            return replace(sheet, dots={**sheet.dots, **pins})
        case Unpin(refs):
            free = {ref: replace(sheet.dots[ref], pinned=False) for ref in refs if ref in sheet.dots}
            return replace(sheet, dots={**sheet.dots, **free})
        case Join():
            return _join(source, sheet, act)
        case Arrange(layout):
            return _arrange(source, sheet, layout)


def _first(source: Source, start: Start) -> tuple[list[EntityRef], dict[tuple[EntityRef, str | None], Expansion]]:
    """Give the entities that a start has, the weightiest first."""
    if start.ring_id:
        members = sorted(source.ring(start.ring_id).members, key=lambda m: (m.kind == "patient", -m.strength))
        return list(dict.fromkeys(EntityRef(m.kind, m.id) for m in members)), {}
    if len(start.refs) != 1:
        return list(dict.fromkeys(start.refs)), {}
    (ref,) = start.refs
    page = source.neighbours(ref, None, FIRST_NEIGHBOURS)
    refs = [ref, *(n.ref for n in page.items)]
    return refs, {(ref, None): Expansion(len(page.items), page.total)}


def _expand(source: Source, sheet: Sheet, ref: EntityRef, kind: str | None, n: int) -> Sheet:
    if ref not in sheet.dots:
        return sheet
    page = source.neighbours(ref, kind, n)
    found = [neighbour.ref for neighbour in page.items]
    made = _put(sheet, [other for other in found if other not in sheet.dots], ref)
    there = [other for other in found if other in made.dots]
    dots = {**made.dots}
    for other in there:
        # What stands for itself goes on to, whoever else leads to it.
        if dots[other].bringers:
            dots[other] = replace(dots[other], bringers=dots[other].bringers | {ref})
    seen = Expansion(len(there), page.total)
    return replace(made, dots=dots, expansions={**made.expansions, (ref, kind): seen})


def _put(sheet: Sheet, new: Sequence[EntityRef], parent: EntityRef) -> Sheet:
    """Put new entities round their parent, as many as the stop allows."""
    kept = new[: MOST - len(sheet.dots)]
    places = beside(sheet.dots[parent].at, [dot.at for dot in sheet.dots.values()], len(kept))
    dots = {ref: Dot(at, frozenset({parent})) for ref, at in zip(kept, places, strict=True)}
    return replace(sheet, dots={**sheet.dots, **dots}, refused=len(new) - len(kept))


def _collapse(sheet: Sheet, refs: Iterable[EntityRef]) -> Sheet:
    """Take away what is there by these expansions alone, and by the expansions of what goes; what is pinned stays."""
    closed = set(refs)
    dots = {
        ref: replace(dot, bringers=left) if (left := dot.bringers - closed) or not dot.bringers else dot
        for ref, dot in sheet.dots.items()
    }
    kept = {ref for ref, dot in dots.items() if not dot.bringers or dot.pinned}
    brought: dict[EntityRef, list[EntityRef]] = {}
    for ref, dot in dots.items():
        for bringer in dot.bringers - closed:
            brought.setdefault(bringer, []).append(ref)
    front = list(kept)
    while front:
        front = [ref for bringer in front for ref in brought.get(bringer, ()) if ref not in kept]
        kept.update(front)
    return _keeping(replace(sheet, dots=dots), kept, closed)


def _remove(sheet: Sheet, refs: Iterable[EntityRef]) -> Sheet:
    """Take entities away; what they brought in stands for itself from then on."""
    gone = set(refs)
    dots = {ref: replace(dot, bringers=dot.bringers - gone) for ref, dot in sheet.dots.items()}
    return _keeping(replace(sheet, dots=dots), set(dots) - gone, gone)


def _keeping(sheet: Sheet, kept: set[EntityRef], closed: set[EntityRef]) -> Sheet:
    dots = {ref: dot for ref, dot in sheet.dots.items() if ref in kept}
    expansions = {key: seen for key, seen in sheet.expansions.items() if key[0] in kept and key[0] not in closed}
    return replace(sheet, dots=dots, expansions=expansions)


def _add(sheet: Sheet, refs: Sequence[EntityRef]) -> Sheet:
    """Put entities on that stand for themselves, below all others."""
    new = [ref for ref in dict.fromkeys(refs) if ref not in sheet.dots]
    kept = new[: MOST - len(sheet.dots)]
    taken = [dot.at for dot in sheet.dots.values()]
    low = (sum(x for x, _ in taken) / max(1, len(taken)), max((y for _, y in taken), default=0.0))
    places = beside(low, taken, len(kept))
    dots = {ref: Dot(at) for ref, at in zip(kept, places, strict=True)}
    return replace(sheet, dots={**sheet.dots, **dots}, refused=len(new) - len(kept))


def _join(source: Source, sheet: Sheet, act: Join) -> Sheet:
    """Put the paths between two on, what is new of each on the way between its ends."""
    made = _add(sheet, [act.a, act.b])
    if act.a not in made.dots or act.b not in made.dots:
        return made
    answer = source.paths(act.a, act.b, PATH_HOPS, act.k, act.avoid_hubs)
    refused = 0
    for path in answer.paths:
        new = [ref for ref in path.nodes if ref not in made.dots]
        kept = new[: MOST - len(made.dots)]
        refused += len(new) - len(kept)
        ends = (made.dots[path.nodes[0]].at, made.dots[path.nodes[-1]].at)
        places = along(*ends, [dot.at for dot in made.dots.values()], len(kept))
        dots = {ref: Dot(at, frozenset({act.a})) for ref, at in zip(kept, places, strict=True)}
        made = replace(made, dots={**made.dots, **dots})
    return replace(made, refused=refused, answers={**made.answers, act: answer})


def _arrange(source: Source, sheet: Sheet, layout: str) -> Sheet:
    """Lay out anew; what is pinned keeps its place, and what would lie under it moves aside."""
    refs = list(sheet.dots)
    places = LAYOUTS[layout](refs, _edges(source.between(tuple(refs))))
    pinned = [dot.at for dot in sheet.dots.values() if dot.pinned]
    dots: dict[EntityRef, Dot] = {}
    for ref, at in zip(refs, places, strict=True):
        dot = sheet.dots[ref]
        if not dot.pinned:
            under = any(abs(at[0] - x) < APART and abs(at[1] - y) < APART for x, y in pinned)
            dot = replace(dot, at=beside(at, [*pinned, *places], 1)[0] if under else at)
        dots[ref] = dot
    return replace(sheet, dots=dots, layout=layout)


def _edges(relations: Iterable[Relation]) -> list[Ends]:
    return [(relation.a, relation.b) for relation in relations]
