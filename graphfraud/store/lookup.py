"""Find entities by what a user writes, and their names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphfraud.errors import NotFoundError
from graphfraud.model.ring import KINDS
from graphfraud.store.base import EntityRef
from graphfraud.store.graph_files import EntityGraph
from graphfraud.store.lake_reader import LakeReader

NAME_COLUMNS = ("psn_name", "dr_name", "fixmedins_name")


def resolve(graph: EntityGraph, lake: LakeReader, text: str) -> EntityRef:
    """Find the entity for `id` or `kind:id`; a patient's alias gives the patient.

    Raises:
        NotFoundError: no such entity (the hint names near ids), or two kinds use the id (it lists them).
    """
    text = text.strip()
    kind, colon, id = text.partition(":")
    if not colon or kind not in KINDS:
        kind, id = "", text
    found = [ref for ref in graph.find_all(id) or _registered(lake, id) if kind in ("", ref.kind)]
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(str(ref) for ref in found)
        raise NotFoundError(f"{id!r} is used by {len(found)} kinds", id=id, hint=f"Write one of: {listed}")
    near = ", ".join(str(ref) for ref in graph.near(id))
    hint = f"Did you mean {near}?" if near else "Write a psn_no, dr_code or fixmedins_code as in the claims."
    raise NotFoundError(f"There is no entity {text!r}", kind=kind, id=id, hint=hint)


def node(graph: EntityGraph, lake: LakeReader, ref: EntityRef) -> tuple[EntityRef, int | None]:
    """Give the entity (the patient for an alias) and its node; None for one that is registered but has no claim.

    Raises:
        NotFoundError: no such entity.
    """
    at = graph.find(ref)
    if at is None:
        ref = resolve(graph, lake, str(ref))
        at = graph.find(ref)
    return ref, at


def names(lake: LakeReader, refs: Iterable[EntityRef]) -> dict[EntityRef, str]:
    """Give the name of each entity, persons' masked, empty where the registers hold none."""
    by_kind: dict[str, list[str]] = {}
    found = dict.fromkeys(refs, "")
    for ref in found:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for kind, ids in by_kind.items():
        for id, row in lake.register_rows(kind, tuple(ids)).items():
            found[EntityRef(kind, id)] = name_of(row)
    return found


def name_of(row: dict[str, Any]) -> str:
    """Give the name in a register row, empty where it has none."""
    return next((row[column] for column in NAME_COLUMNS if row.get(column)), "")


def _registered(lake: LakeReader, id: str) -> list[EntityRef]:
    """Give the entities that are in a register only: they have no claim, so the graph doesn't hold them."""
    found = [EntityRef(kind, id) for kind in ("doctor", "patient") if lake.register_rows(kind, (id,))]
    place = lake.institution_kind(id)
    return sorted(found + ([EntityRef(place, id)] if place else []), key=str)
