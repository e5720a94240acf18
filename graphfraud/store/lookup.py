"""Find entities by what a user writes, and their names: the same for every store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from graphfraud.errors import NotFoundError
from graphfraud.model.ring import KINDS
from graphfraud.store.base import Entity, EntityRef
from graphfraud.store.claims_graph import ClaimsGraph, Totals, yuan
from graphfraud.store.lake_reader import LakeReader

NAME_COLUMNS = ("psn_name", "dr_name", "fixmedins_name")


def resolve(graph: ClaimsGraph, lake: LakeReader, text: str) -> EntityRef:
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
    close = ", ".join(str(ref) for ref in near(graph, id))
    hint = f"Did you mean {close}?" if close else "Write a psn_no, dr_code or fixmedins_code as in the claims."
    raise NotFoundError(f"There is no entity {text!r}", kind=kind, id=id, hint=hint)


def known(graph: ClaimsGraph, lake: LakeReader, refs: Sequence[EntityRef]) -> list[tuple[EntityRef, bool]]:
    """Give each entity (the patient for an alias), and whether the graph holds it: else it is only registered.

    Raises:
        NotFoundError: there is no such entity.
    """
    held = graph.held(refs)
    found = [ref if ref in held else resolve(graph, lake, str(ref)) for ref in refs]
    held |= graph.held(set(found) - held) if set(found) - held else set()
    return [(ref, ref in held) for ref in found]


def names(lake: LakeReader, refs: Iterable[EntityRef]) -> dict[EntityRef, str]:
    """Give the name of each entity, persons' masked, empty where the registers hold none."""
    by_kind: dict[str, list[str]] = {}
    found = dict.fromkeys(refs, "")
    for ref in found:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for kind, ids in by_kind.items():
        for id, row in lake.register_rows(kind, tuple(ids)).items():
            found[EntityRef(kind, id)] = _name(row)
    return found


def profile(lake: LakeReader, ref: EntityRef, totals: Totals, rings: tuple[tuple[str, str], ...]) -> Entity:
    """Give the profile of an entity: its register row, what its settlements add up to, its rings."""
    row = lake.register_rows(ref.kind, (ref.id,)).get(ref.id, {})
    return Entity(
        ref=ref,
        name=_name(row),
        attributes={name: in_words(value) for name, value in row.items() if value is not None},
        aliases=totals.aliases,
        settlements=totals.settlements,
        first=in_words(totals.first) or None,
        last=in_words(totals.last) or None,
        medfee_sumamt=yuan(totals.medfee_sumamt),
        fund_pay_sumamt=yuan(totals.fund_pay_sumamt),
        acct_pay=yuan(totals.acct_pay),
        rings=rings,
    )


def in_words(value: Any) -> str:
    """Give a value as text: times ISO 8601 with +08:00, empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.isoformat()}+08:00"
    if isinstance(value, date):
        return value.isoformat()
    # A quantity such as 120.000000 beds reads as 120.
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _name(row: dict[str, Any]) -> str:
    return next((row[column] for column in NAME_COLUMNS if row.get(column)), "")


def near(graph: ClaimsGraph, id: str, limit: int = 3) -> tuple[EntityRef, ...]:
    """Give entities whose id looks like `id`, likeliest first."""
    by_id = {ref.id: ref for ref in sorted(graph.around(id), key=str)}
    return tuple(by_id[found] for found in get_close_matches(id, by_id, n=limit, cutoff=0.6))


def _registered(lake: LakeReader, id: str) -> list[EntityRef]:
    """Give the entities that are in a register only: they have no claim, so the graph doesn't hold them."""
    found = [EntityRef(kind, id) for kind in ("doctor", "patient") if lake.register_rows(kind, (id,))]
    place = lake.institution_kind(id)
    return sorted(found + ([EntityRef(place, id)] if place else []), key=str)
