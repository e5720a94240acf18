"""A run summed up: money at risk and rings by scheme and by district, with what has changed since the run before.

Money is that of the settlements behind published rings, refunds netted, each settlement once in every sum: one that
two rings share counts once. A ring with institutions in several districts counts as a ring in each; its money lies
where each settlement was made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from graphfraud.model.ring import Amounts, Ring
from graphfraud.store.base import GraphStore, RunInfo
from graphfraud.store.ring_list import places

MONEY = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay")
NO_MONEY = Amounts(Decimal(0), Decimal(0), Decimal(0), 0)
UNKNOWN = ""
"""The district of institutions whose district isn't registered, and of rings without any institution."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rings of one scheme or district: how many by status, published ones by lineage event, money, vanished ones."""

    published: int
    demoted: int
    events: Mapping[str, int]
    amounts: Amounts
    gone: int


@dataclass(frozen=True, slots=True)
class Summary:
    """The run, and the one before over the whole city (None where there is none).

    `shared`: settlements that more than one published ring claims. `gone`: rings that the run before had published
    and that are in no ring now, in its rank order.
    """

    amounts: Amounts
    shared: int
    schemes: Mapping[str, Part]
    districts: Mapping[str, Part]
    before: RunInfo | None
    gone: tuple[Ring, ...] = field(default=())


def summary(store: GraphStore, run_id: str) -> Summary:
    """Sum up a run of the store."""
    rings = store.rings(run=run_id).rings
    districts = store.districts(run=run_id)
    claimed = Counter(s for ring in rings if ring.status == "published" for s in ring.setl_ids)
    rows = {row["setl_id"]: row for row in store.netted(tuple(sorted(claimed)), run=run_id).to_pylist()}
    before = run_before(store, run_id)
    gone = vanished(store, before, rings) if before else ()
    return Summary(
        added(rows.values()),
        sum(1 for n in claimed.values() if n > 1),
        _by_scheme(rings, rows, gone),
        _by_district(rings, rows, gone, districts),
        before,
        gone,
    )


def run_before(store: GraphStore, run_id: str) -> RunInfo | None:
    """Give the newest run over the whole city that had finished before this one, None where there is none."""
    runs = [run for run in store.runs() if not run.scope or run.run_id == run_id]
    at = next((i for i, run in enumerate(runs) if run.run_id == run_id), len(runs))
    return next((run for run in runs[at + 1 :] if not run.scope), None)


def vanished(store: GraphStore, before: RunInfo, now: Iterable[Ring]) -> tuple[Ring, ...]:
    """Give the published rings of the run before that no ring of now continues, by the lineage that the scan wrote."""
    continued = {id for ring in now for id in (ring.ring_id, *ring.lineage.previous)}
    old = store.rings(run=before.run_id).rings
    return tuple(ring for ring in old if ring.ring_id not in continued and ring.status == "published")


def added(rows: Iterable[Mapping[str, Any]]) -> Amounts:
    """Add up settlements."""
    listed = list(rows)
    medfee, fund, acct = (sum((row[column] or Decimal(0) for row in listed), Decimal(0)) for column in MONEY)
    return Amounts(medfee, fund, acct, len(listed))


def district_of(ring: Ring, districts: Mapping[str, str]) -> frozenset[str]:
    """Give the districts of a ring's institutions."""
    return frozenset(districts.get(place, UNKNOWN) for place in places(ring)) or frozenset({UNKNOWN})


def _by_scheme(rings: Iterable[Ring], rows: Mapping[str, Mapping[str, Any]], gone: Iterable[Ring]) -> dict[str, Part]:
    groups: dict[str, list[Ring]] = defaultdict(list)
    for ring in rings:
        groups[ring.scheme].append(ring)
    lost = Counter(ring.scheme for ring in gone)
    parts = {}
    for scheme in sorted({*groups, *lost}):
        own = {s for ring in groups[scheme] if ring.status == "published" for s in ring.setl_ids if s in rows}
        parts[scheme] = _part(groups[scheme], added(rows[s] for s in sorted(own)), lost[scheme])
    return parts


def _by_district(
    rings: Iterable[Ring],
    rows: Mapping[str, Mapping[str, Any]],
    gone: Iterable[Ring],
    districts: Mapping[str, str],
) -> dict[str, Part]:
    groups: dict[str, list[Ring]] = defaultdict(list)
    for ring in rings:
        for district in district_of(ring, districts):
            groups[district].append(ring)
    paid: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows.values():
        paid[districts.get(row["fixmedins_code"], UNKNOWN)].append(row)
    lost = Counter(district for ring in gone for district in district_of(ring, districts))
    return {d: _part(groups[d], added(paid[d]), lost[d]) for d in sorted({*groups, *paid, *lost})}


def _part(rings: list[Ring], amounts: Amounts, gone: int) -> Part:
    published = [ring for ring in rings if ring.status == "published"]
    events = Counter(ring.lineage.event for ring in published)
    return Part(len(published), len(rings) - len(published), events, amounts, gone)
