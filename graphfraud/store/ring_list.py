"""Filter, sort and page rings: the same for every store."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches

from graphfraud.errors import SettingError
from graphfraud.model.ring import Ring
from graphfraud.store.base import SORTS, RingFilter, RingPage

KEYS: dict[str, Callable[[Ring], float | Decimal]] = {
    "rank": lambda ring: ring.rank,
    "score": lambda ring: ring.score,
    "fund_pay_sumamt": lambda ring: ring.amounts.fund_pay_sumamt,
    "size": lambda ring: len(ring.patients),
    "stability": lambda ring: ring.stability,
}


def page(
    rings: Sequence[Ring],
    filter: RingFilter,
    *,
    sort: str,
    descending: bool,
    offset: int,
    limit: int | None,
    names: Callable[[], Mapping[str, str]],
) -> RingPage:
    """Give a page of the rings that pass the filter, sorted, ties by rank.

    Args:
        rings: all rings of a run, ranked.
        filter: what to keep.
        sort: one of `SORTS`.
        descending: largest first.
        offset: rings to skip.
        limit: most rings to give, None for all.
        names: gives institution names by code; asked only where the filter has a text.

    Raises:
        SettingError: an unknown `sort`, or a negative `offset` or `limit`.
    """
    if sort not in KEYS:
        nearest = (get_close_matches(sort, SORTS, n=1, cutoff=0.0) or [""])[0]
        raise SettingError(f"Rings can't be sorted by {sort!r}", name="sort", nearest=nearest)
    if offset < 0 or (limit is not None and limit < 0):
        raise SettingError("offset and limit can't be negative", name="limit")
    known = names() if filter.text else {}
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


def _passes(ring: Ring, filter: RingFilter, names: Mapping[str, str]) -> bool:
    if filter.schemes and ring.scheme not in filter.schemes:
        return False
    if filter.status is not None and ring.status != filter.status:
        return False
    if filter.reason is not None and ring.status_reason != filter.reason:
        return False
    if filter.min_score is not None and ring.score < filter.min_score:
        return False
    if filter.min_fund is not None and ring.amounts.fund_pay_sumamt < filter.min_fund:
        return False
    if filter.entity is not None and not any(
        m.kind == filter.entity.kind and filter.entity.id in (m.id, *m.aliases) for m in ring.members
    ):
        return False
    return _mentions(ring, filter.text.strip().casefold(), names)


def _mentions(ring: Ring, text: str, names: Mapping[str, str]) -> bool:
    if not text or text in ring.ring_id.casefold():
        return True
    return any(
        text in candidate.casefold()
        for member in ring.members
        for candidate in (member.id, *member.aliases, names.get(member.id, ""))
    )
