"""The watch list, looked up for the scan: what it last said of each entity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import queries
from graphfraud.claims.scene import Scene
from graphfraud.model.ring import Member

INSTITUTIONS = ("hospital", "clinic", "pharmacy")
Key = tuple[str, str]
"""Kind and id; the kinds of institutions are one: registers disagree about them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the list last said: `confirmed`, `cleared`, `tip` or `blacklist`, by whom, since when."""

    label: str
    source: str | None
    since: date | None


def key(member: Member) -> Key:
    """Give the key of a ring's member."""
    return ("institution" if member.kind in INSTITUTIONS else member.kind), member.id


def read(scene: Scene) -> Mapping[Key, Entry] | None:
    """Read the watch list, None where none was ever loaded; several entries of an entity: the newest counts."""
    if not scene.lake.has("watchlist"):
        return None
    scene.tables("watchlist")
    rows = scene.engine.arrow(queries.sql("support_watchlist")).to_pylist()
    return {(r["kind"], r["id"]): Entry(r["label"], r["source"], r["since"]) for r in rows}
