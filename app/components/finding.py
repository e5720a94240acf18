"""Find what a reader means: the entity of an id, or the only one that a search gives; else what it may be."""

from __future__ import annotations

from collections.abc import Callable

from app.components.entities import kind_name
from app.components.html import Html, join, link, show, table, tag, text
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, showing
from graphfraud.errors import NotFoundError
from graphfraud.store.base import EntityRef
from graphfraud.store.findings import Found

HITS = 20
SHORTEST = 3
"""Characters of the beginning that a search with no hit is tried with once more."""


def meant(reads: Reads, wanted: str) -> EntityRef | None:
    """Give the entity that the text names, or the only one that a search finds."""
    try:
        return reads.resolve(wanted)
    except NotFoundError:
        found = reads.search(wanted, HITS)
        return found.items[0].ref if found.total == 1 else None


def show_hits(t: Texts, place: Place, reads: Reads, wanted: str, chosen: Callable[[EntityRef], Place]) -> None:
    """Draw what the text may mean, each linked to the place `chosen` gives; where nothing does, what begins like it."""
    found, said = reads.search(wanted, HITS), t("entity.hits", text=wanted)
    beginning = wanted[: max(SHORTEST, len(wanted) // 2)]
    if not found.total and len(beginning) < len(wanted):
        found, said = reads.search(beginning, HITS), t("entity.near", text=wanted, beginning=beginning)
    if not found.total:
        steps = [link(place.to(place.view), text(t("nothing.reset")))]
        state(t("entity.nothing", text=wanted), t("entity.nothing.said"), steps)
        return
    head = [t("who"), t("kind"), t("settlements")]
    lines = [_hit(t, chosen(hit.ref), hit) for hit in found.items]
    show(tag("p", text(said)), table(head, lines, numbers=(2,), name=t("entity.found")))
    more = t("entity.more") if found.total > len(found.items) else ""
    show(tag("p", text(showing(t, len(found.items), found.total) + more), "soft"))


def _hit(t: Texts, chosen: Place, hit: Found) -> list[Html]:
    shown = join([*([text(hit.name)] if hit.name else []), tag("span", text(hit.ref.id), "id")], " ")
    return [
        link(chosen, shown),
        tag("span", text(kind_name(t, hit.ref.kind)), "nowrap"),
        text(count(hit.settlements)),
    ]
