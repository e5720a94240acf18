"""The graph of one ring: its patients, its venues and doctors, who met whom, who was where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from app.components.claims import Row, signed_by
from app.components.entities import ref_of
from app.components.graph import Edge, Graph, Node, trim
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef

LINK = "link"
MOST_LINKS = 150
EACH = 3
"""Links drawn for each patient where there are more than `MOST_LINKS`, which would hide who belongs to whom."""


def ring_graph(
    ring: Ring,
    links: list[dict[str, Any]],
    gatherings: list[dict[str, Any]],
    claims: Sequence[Row],
    names: Mapping[EntityRef, str],
    limit: int,
) -> Graph:
    """Build the graph; venues come first, then patients by strength, so a cut keeps what matters.

    Args:
        links: rows of `LINKS`.
        gatherings: rows of `GATHERINGS`.
        claims: the ring's settlement rows, which say which doctor signed.
    """
    order = sorted(ring.members, key=lambda m: (m.kind == "patient", -m.strength, m.kind, m.id))
    nodes = [Node(ref_of(m), names.get(ref_of(m), ""), min(max(m.strength, 0.0), 1.0)) for m in order]
    return trim(nodes, [*_together(links), *_visits(ring, gatherings), *_treated(ring, claims)], limit)


def _together(links: list[dict[str, Any]]) -> list[Edge]:
    most = max((row["observed"] for row in links), default=1)
    drawn = strongest(links)
    return [
        Edge(
            f"{LINK}{i}",
            EntityRef("patient", row["a"]),
            EntityRef("patient", row["b"]),
            "together",
            row["observed"] / most,
        )
        for i, row in enumerate(links)
        if i in drawn
    ]


def strongest(links: list[dict[str, Any]]) -> set[int]:
    """Give which links to draw: all, or where they are too many at least the `EACH` strongest of each patient."""
    if len(links) <= MOST_LINKS:
        return set(range(len(links)))
    # Of equal numbers the one that chance expects less comes first: by id, the smallest would look like a hub.
    order = sorted(range(len(links)), key=lambda i: (-links[i]["observed"], links[i]["expected"], i))
    taken: Counter[str] = Counter()
    kept: set[int] = set()
    for i in order:
        ends = (links[i]["a"], links[i]["b"])
        if any(taken[end] < EACH for end in ends):
            kept.add(i)
            taken.update(ends)
    return kept


def _visits(ring: Ring, gatherings: list[dict[str, Any]]) -> list[Edge]:
    """Join each patient to the venues where it met the others."""
    venues = {m.id: m.kind for m in ring.members if m.kind in ("hospital", "clinic", "pharmacy")}
    met = Counter((row["patient"], row["fixmedins_code"]) for row in gatherings)
    most = max(met.values(), default=1)
    return [
        Edge(
            f"visit{i}",
            EntityRef("patient", patient),
            EntityRef(venues[venue], venue),
            "visited",
            times / most,
        )
        for i, ((patient, venue), times) in enumerate(sorted(met.items()))
        if venue in venues
    ]


def _treated(ring: Ring, claims: Sequence[Row]) -> list[Edge]:
    """Join each patient to the ring's doctors who signed for it."""
    doctors = [m.id for m in ring.members if m.kind == "doctor"]
    patients = set(ring.patients)
    signed = Counter(
        (row["patient"], doctor)
        for row in claims
        for doctor in doctors
        if row["patient"] in patients and signed_by(row, doctor)
    )
    most = max(signed.values(), default=1)
    return [
        Edge(
            f"signed{i}",
            EntityRef("patient", patient),
            EntityRef("doctor", doctor),
            "treated",
            times / most,
        )
        for i, ((patient, doctor), times) in enumerate(sorted(signed.items()))
    ]
