"""The sheet of a graph, and what is drawn of it: entities with names and roles, relations with their weight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app.components.graph import DEFAULT_NODES, MOST_NODES
from app.components.graph_steps import Steps, recall
from app.data import Reads
from app.place import Place
from graphfraud.canvas.acts import write
from graphfraud.canvas.sheet import Sheet, Start, after, begin
from graphfraud.model.ring import Member, Ring
from graphfraud.store.base import EntityRef, Relation

KEPT = 512
"""Sheets kept: one an act, of some tens of readers."""
LINKED, SAME_OWNER = "LINKED", "SAME_OWNER"
LINES = {
    LINKED: "together",
    "VISITED": "visited",
    "TREATED_BY": "treated",
    "PRACTISES_AT": "practises",
    SAME_OWNER: "owner",
}
"""How each relation is drawn (`app.components.graph.LINES`)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A relation on the graph. `n`: settlements, of a linked pair meetings; `scheme` and `expected`: of a pair."""

    relation: Relation
    n: int
    scheme: str = ""
    expected: float = 0.0

    @property
    def id(self) -> str:
        """What comes back when it is clicked."""
        r = self.relation
        return "~".join((r.kind, self.scheme, str(r.a), str(r.b)))


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is on the graph and shown.

    Attributes:
        sheet: everything on it.
        nodes: the entities that are not hidden.
        lines: every relation among them, the strongest first.
        names: masked names.
        roles: the ring's members on it, where it starts from a ring.
    """

    sheet: Sheet
    nodes: tuple[EntityRef, ...]
    lines: tuple[Line, ...]
    names: Mapping[EntityRef, str]
    roles: Mapping[EntityRef, Member]

    def beside(self, ref: EntityRef) -> set[EntityRef]:
        """Give the shown neighbours of an entity in the entity graph."""
        hops = (line.relation for line in self.lines if line.relation.kind not in (LINKED, SAME_OWNER))
        return {r.b if r.a == ref else r.a for r in hops if ref in (r.a, r.b)}

    def degree(self) -> Counter[EntityRef]:
        """Give how many lines end at each entity."""
        return Counter(end for line in self.lines for end in (line.relation.a, line.relation.b))


def start_of(place: Place, reads: Reads) -> Start | None:
    """Give what the graph of a place begins with, None where the place names nothing.

    Raises:
        NotFoundError: no such entity.
    """
    if place.get("ring"):
        return Start(ring_id=place.get("ring"))
    named = [part for part in recall(place.get("entity"))[0].split(",") if part.strip()]
    return Start(refs=tuple(dict.fromkeys(reads.resolve(part) for part in named))) if named else None


def drawn(place: Place, reads: Reads, start: Start, steps: Steps) -> Drawn:
    """Make the sheet and read what is between its entities.

    Raises:
        NotFoundError: the ring or an entity isn't there.
    """
    limit = place.number("nodes", DEFAULT_NODES, 1, MOST_NODES)
    sheet = _begun(reads, reads.key, start, limit)
    for i in range(len(steps.acts)):
        sheet = _stepped(reads, sheet, reads.key, start, limit, write(steps.acts[: i + 1]), steps.acts[i])
    nodes = sheet.shown
    ring = reads.ring(start.ring_id) if start.ring_id else None
    lines = [Line(r, r.settlements) for r in reads.between(nodes)]
    if ring:
        lines += _linked(reads.links(ring.ring_id).to_pylist(), set(nodes))
    lines.sort(key=lambda line: (-line.n, line.id))
    return Drawn(sheet, nodes, tuple(lines), reads.names(nodes), _roles(ring))


def _linked(rows: Sequence[Mapping[str, Any]], shown: set[EntityRef]) -> list[Line]:
    """Give the linked pairs of a ring that are on the graph."""
    found = []
    for row in rows:
        a, b = EntityRef("patient", row["a"]), EntityRef("patient", row["b"])
        if a in shown and b in shown:
            pair = Relation(LINKED, a, b, settlements=len(row["setl_ids"]))
            found.append(Line(pair, row["observed"], row["scheme"], row["expected"]))
    return found


def _roles(ring: Ring | None) -> dict[EntityRef, Member]:
    return {EntityRef(m.kind, m.id): m for m in ring.members} if ring else {}


Key = tuple[str, str, str]


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _begun(_reads: Reads, key: Key, start: Start, limit: int) -> Sheet:
    return begin(_reads, start, limit)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _stepped(_reads: Reads, _sheet: Sheet, key: Key, start: Start, limit: int, acts: str, _act: Any) -> Sheet:
    return after(_reads, _sheet, _act)
