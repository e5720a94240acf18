"""Filter, sort and page rings: the same for every store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from graphfraud.errors import SettingError
from graphfraud.model.graph import KINDS_OF_PLACE
from graphfraud.model.ring import Ring
from graphfraud.store.base import CHANGED, NOBODY, SORTS, UNDECIDED, RingFilter, RingPage

KEYS: dict[str, Callable[[Ring], float | Decimal]] = {
    "rank": lambda ring: ring.rank,
    "score": lambda ring: ring.score,
    "fund_pay_sumamt": lambda ring: ring.amounts.fund_pay_sumamt,
    "acct_pay": lambda ring: ring.amounts.acct_pay,
    "medfee_sumamt": lambda ring: ring.amounts.medfee_sumamt,
    "size": lambda ring: len(ring.patients),
    "stability": lambda ring: ring.stability,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a filter needs beyond the rings: names and districts of institutions by code, assignees by ring_id."""

    names: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)
    assignees: Mapping[str, str] = field(default_factory=dict)


def page(
    rings: Sequence[Ring],
    filter: RingFilter,
    *,
    sort: str,
    descending: bool,
    offset: int,
    limit: int | None,
    known: Known,
) -> RingPage:
    """Give a page of the rings that pass the filter, sorted, ties by rank.

    Args:
        rings: all rings of a run, ranked.
        filter: what to keep.
        sort: one of `SORTS`.
        descending: largest first.
        offset: rings to skip.
        limit: most rings to give, None for all.
        known: what the filter needs; a part that it doesn't ask for may be empty.

    Raises:
        SettingError: an unknown `sort`, or a negative `offset` or `limit`.
    """
    if sort not in KEYS:
        nearest = (get_close_matches(sort, SORTS, n=1, cutoff=0.0) or [""])[0]
        raise SettingError(f"Rings can't be sorted by {sort!r}", name="sort", nearest=nearest)
    if offset < 0 or (limit is not None and limit < 0):
        raise SettingError("offset and limit can't be negative", name="limit")
    kept = [ring for ring in rings if _passes(ring, filter, known)]
    # Two stable sorts: the second keeps rank order among equals, ascending or descending.
    kept.sort(key=lambda ring: ring.rank)
    kept = _one_a_gang(kept) if filter.one_a_gang else kept
    kept.sort(key=KEYS[sort], reverse=descending)
    end = None if limit is None else offset + limit
    shown = tuple(kept[offset:end])
    return RingPage(shown, len(kept), len(rings), _gangs(shown, rings))


def _one_a_gang(ranked: list[Ring]) -> list[Ring]:
    best: dict[str, Ring] = {}
    for ring in ranked:
        best.setdefault(ring.gang, ring)
    return list(best.values())


def _gangs(shown: Sequence[Ring], rings: Sequence[Ring]) -> dict[str, tuple[Ring, ...]]:
    gangs: dict[str, list[Ring]] = {}
    for ring in rings:
        gangs.setdefault(ring.gang, []).append(ring)
    others = {ring.ring_id: tuple(r for r in gangs[ring.gang] if r is not ring) for ring in shown}
    return {ring_id: rest for ring_id, rest in others.items() if rest}


def places(ring: Ring) -> frozenset[str]:
    """Give the codes of the institutions in a ring."""
    return frozenset(m.id for m in ring.members if m.kind in KINDS_OF_PLACE)


def decision(ring: Ring) -> str:
    """Give the label of the last decision on a ring, `CHANGED` where it is back since, `UNDECIDED` without one."""
    standing = ring.disposition
    return UNDECIDED if standing is None else CHANGED if standing.changed else standing.label


def _passes(ring: Ring, filter: RingFilter, known: Known) -> bool:
    return (
        _has_codes(ring, filter)
        and _is_enough(ring, filter)
        and _holds(ring, filter, known.districts)
        and (filter.assignee is None or known.assignees.get(ring.ring_id, NOBODY) == filter.assignee)
        and _mentions(ring, filter.text.strip().casefold(), known.names)
    )


def _has_codes(ring: Ring, filter: RingFilter) -> bool:
    return (
        (not filter.schemes or ring.scheme in filter.schemes)
        and (not filter.events or ring.lineage.event in filter.events)
        and filter.status in (None, ring.status)
        and filter.reason in (None, ring.status_reason)
        and filter.decision in (None, decision(ring))
    )


def _is_enough(ring: Ring, filter: RingFilter) -> bool:
    return (
        (filter.min_score is None or ring.score >= filter.min_score)
        and (filter.min_fund is None or ring.amounts.fund_pay_sumamt >= filter.min_fund)
        and (filter.min_size is None or len(ring.patients) >= filter.min_size)
    )


def _holds(ring: Ring, filter: RingFilter, districts: Mapping[str, str]) -> bool:
    """Say whether the entity, the institution and the district of a filter are in the ring."""
    entity = filter.entity
    if entity and not any(m.kind == entity.kind and entity.id in (m.id, *m.aliases) for m in ring.members):
        return False
    if filter.institution and filter.institution not in places(ring):
        return False
    return not filter.district or any(districts.get(p, "").startswith(filter.district) for p in places(ring))


def _mentions(ring: Ring, text: str, names: Mapping[str, str]) -> bool:
    if not text or text in ring.ring_id.casefold():
        return True
    return any(
        text in candidate.casefold()
        for member in ring.members
        for candidate in (member.id, *member.aliases, names.get(member.id, ""))
    )
