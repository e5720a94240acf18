"""Rings as lines of a table, and the same lines as a download."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from app.components import ring_decisions, ring_words
from app.components.html import Html, badge, bar, join, link, table, tag, text
from app.place import Place
from app.texts import Texts
from app.words import count, money, percent, score
from graphfraud.model.ring import Ring
from graphfraud.store.ring_list import places


def ring_table(
    t: Texts,
    place: Place,
    rings: Iterable[Ring],
    name: str,
    *,
    gangs: Mapping[str, tuple[Ring, ...]] | None = None,
    assignees: Mapping[str, str] | None = None,
    short: bool = False,
) -> Html:
    """Give rings as a table; `gangs` are the other rings of each one's gang, `assignees` who looks in, by ring_id.

    `short` leaves out what the overview has no room for, and the boxes to choose rings by (see `triage`).
    """
    head = ["#", t("ring"), t("queue.seen"), t("patients"), t("fund"), t("score")]
    if short:
        rows = [_short(t, place, ring, ()) for ring in rings]
        return table(head, rows, numbers=(0, 3, 4, 5), name=name)
    wide = [t("queue.choose"), *head, t("medfee"), t("acct"), t("stability"), t("status")]
    rows = [
        [
            _box(t, ring),
            *_short(t, place, ring, (gangs or {}).get(ring.ring_id, ())),
            *_rest(t, ring, (assignees or {}).get(ring.ring_id, "")),
        ]
        for ring in rings
    ]
    return table(wide, rows, numbers=(1, 4, 5, 6, 7, 8), name=name)


def _box(t: Texts, ring: Ring) -> Html:
    label = t("queue.choose_one", ring=ring.ring_id)
    return tag("input", Html(""), type="checkbox", data_ring=ring.ring_id, aria_label=label)


def _short(t: Texts, place: Place, ring: Ring, gang: tuple[Ring, ...]) -> list[Html]:
    opened = link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id nowrap"))
    scheme = tag("div", text(ring_words.scheme_name(t, ring.scheme)))
    if gang:
        more = join([text(t("queue.gang")), ring_decisions.others(place, gang)], " ")
        opened = Html(opened + tag("div", more, "soft"))
    seen = ring_words.said(t, ring.evidence[0].detail) if ring.evidence else ""
    return [
        text(ring.rank),
        Html(scheme + opened),
        tag("div", text(seen), "" if t.lang == "zh" else "seen"),
        text(count(len(ring.patients))),
        text(money(t, ring.amounts.fund_pay_sumamt)),
        text(score(ring.score)),
    ]


def _rest(t: Texts, ring: Ring, assignee: str) -> list[Html]:
    reason = ring_words.reason_name(t, ring.status_reason)
    labels = [ring_words.status_badge(t, ring), ring_decisions.label(t, ring)]
    if ring.lineage.event != "same":
        labels.append(badge(t.named("event", ring.lineage.event)))
    labels.append(ring_decisions.assigned(t, assignee))
    status = join([label for label in labels if label], " ")
    return [
        text(money(t, ring.amounts.medfee_sumamt)),
        text(money(t, ring.amounts.acct_pay)),
        tag("span", bar(ring.stability, percent(ring.stability)), "nowrap"),
        Html(f"{status}<br>{badge(reason, 'warn')}") if reason else status,
    ]


def ring_rows(
    rings: Iterable[Ring], assignees: Mapping[str, str] | None = None, districts: Mapping[str, str] | None = None
) -> pa.Table:
    """Give the same lines as plain values under contract names, for a download."""
    known = districts or {}
    return pa.Table.from_pylist(
        [
            {
                "rank": ring.rank,
                "ring_id": ring.ring_id,
                "scheme": ring.scheme,
                "status": ring.status,
                "status_reason": ring.status_reason,
                "score": ring.score,
                "fdr": ring.fdr,
                "stability": ring.stability,
                "patients": len(ring.patients),
                "settlements": ring.amounts.settlements,
                "medfee_sumamt": ring.amounts.medfee_sumamt,
                "fund_pay_sumamt": ring.amounts.fund_pay_sumamt,
                "acct_pay": ring.amounts.acct_pay,
                "gang": ring.gang,
                "disposition": ring.disposition.label if ring.disposition else None,
                "lineage": ring.lineage.event,
                "assignee": (assignees or {}).get(ring.ring_id),
                "institutions": " ".join(sorted(places(ring))),
                "districts": " ".join(sorted({known[p] for p in places(ring) if p in known})),
            }
            for ring in rings
        ]
    )
