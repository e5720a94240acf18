"""What decisions make of the rings of a run: the one place where they take effect, for every view and export.

A dismissed ring is demoted with the reason `dismissed` until it materially changes; then it is as the scan judged it,
and says what changed. Only what is more than it was counts as a change: a group that shrinks is no reason to look
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from graphfraud.model.disposition import Disposition, Snapshot
from graphfraud.model.ring import Ring, Standing, Text
from graphfraud.rings.gangs import lead

DISMISSED = "dismissed"
YUAN = Decimal(1)


def judged(
    rings: Sequence[Ring], dispositions: Sequence[Disposition], parameters: Mapping[str, float]
) -> tuple[Ring, ...]:
    """Give the rings with what was decided on them, published before demoted, ranks and gangs drawn anew.

    Args:
        rings: all rings of a run, ranked.
        dispositions: every decision, oldest first.
        parameters: `reopen_member_share`, `reopen_amount_share` and `reopen_evidence_share`.
    """
    latest = {d.ring_id: d for d in dispositions}
    if not latest:
        return tuple(rings)
    decided = [_decided(ring, _last_on(ring, latest), parameters) for ring in rings]
    decided.sort(key=lambda r: (r.status != "published", r.rank))
    return tuple(lead(replace(ring, rank=i) for i, ring in enumerate(decided, start=1)))


def _last_on(ring: Ring, latest: Mapping[str, Disposition]) -> Disposition | None:
    """Give the last decision on a ring; else the newest dismissal, for the same scheme, of all of its patients.

    The second is for the parts of a dismissed ring that has split.
    """
    if ring.ring_id in latest:
        return latest[ring.ring_id]
    whole = [
        d
        for d in latest.values()
        if d.label == DISMISSED and d.snapshot.scheme == ring.scheme and ring.core <= set(d.snapshot.core)
    ]
    return max(whole, key=lambda d: d.number, default=None)


def _decided(ring: Ring, last: Disposition | None, parameters: Mapping[str, float]) -> Ring:
    if last is None:
        return ring
    changed = _changed(last, ring, parameters) if last.label == DISMISSED else None
    standing = Standing(last.label, last.reason, last.who, last.when, changed)
    if last.label != DISMISSED or changed:
        return replace(ring, disposition=standing)
    return replace(ring, disposition=standing, status="demoted", status_reason=DISMISSED)


def _changed(last: Disposition, ring: Ring, parameters: Mapping[str, float]) -> Text | None:
    """Say what has changed since a dismissal where that is material, None where it is not."""
    then, now = last.snapshot, Snapshot.of(ring)
    joined = len(set(now.core) - set(then.core))
    more = now.amounts.medfee_sumamt - then.amounts.medfee_sumamt
    growth = float(more / max(then.amounts.medfee_sumamt, YUAN))
    settled = len(set(now.setl_ids) - set(then.setl_ids))
    kinds = len(set(now.signals) - set(then.signals))
    if not (
        joined >= parameters["reopen_member_share"] * max(len(then.core), 1)
        or growth >= parameters["reopen_amount_share"]
        or settled >= parameters["reopen_evidence_share"] * max(len(then.setl_ids), 1)
        or kinds
    ):
        return None
    return _words(last.when[:10], joined, growth, settled, kinds)


def _words(day: str, joined: int, growth: float, settled: int, kinds: int) -> Text:
    zh = [
        *([f"新增成员{joined}个"] if joined else []),
        *([f"费用增加{growth:.0%}"] if growth > 0 else []),
        *([f"新增证据结算{settled}笔"] if settled else []),
        *([f"新增证据种类{kinds}种"] if kinds else []),
    ]
    en = [
        *([f"{joined} new member{_s(joined)}"] if joined else []),
        *([f"+{growth:.0%} fees"] if growth > 0 else []),
        *([f"{settled} new settlement{_s(settled)} behind the evidence"] if settled else []),
        *([f"{kinds} new kind{_s(kinds)} of evidence"] if kinds else []),
    ]
    return Text(f"自{day}排除以来：{'，'.join(zh)}", f"since it was dismissed on {day}: {', '.join(en)}")


def _s(n: int) -> str:
    return "" if n == 1 else "s"
