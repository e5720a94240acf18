"""The difference of two runs: rings new, grown, shrunk, merged, split, gone; each opens in its own run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import streamlit as st

from app import data
from app.components.fields import choose
from app.components.html import Html, badge, facts, join, link, show, table, tag, text
from app.components.pager import page_of, pager
from app.components.ring_words import scheme_name
from app.components.states import no_run, state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, when
from graphfraud.model.ring import Ring
from graphfraud.store.base import RunInfo
from graphfraud.store.run_diff import EVENTS, Change

PAGE = 50
TONES = {"new": "alert", "grown": "alert", "merged": "warn", "split": "warn", "vanished": "calm", "shrunk": "calm"}


def show_diff(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the choice of two runs and what differs; unchanged rings are only counted."""
    runs = reads.runs()
    if len(runs) < 2:
        if not runs:
            no_run(t, place)
        else:
            state(t("diff.one"), t("diff.one.said"), [link(place.to("scans"), text(t("diff.to_scan")))])
        return
    a, b = _chosen(t, place, runs)
    if a == b:
        show(tag("p", text(t("diff.same_run")), "soft"))
        return
    changes = data.run_changes(a, b)
    counted = Counter(change.event for change in changes)
    only = place.get("event") if place.get("event") in EVENTS else ""
    show(facts((t.named("diff", e), link(place.but(event=e, page=""), text(count(counted[e])))) for e in EVENTS))
    if a_run := next(r for r in runs if r.run_id == a):
        _say_versions(t, a_run, next(r for r in runs if r.run_id == b))
    listed = [c for c in changes if (c.event == only if only else c.event != "same")]
    if only:
        back = link(place.but(event="", page=""), text(t("diff.all")))
        show(tag("p", join([text(t.named("diff", only)), back], " · ")))
    if not listed:
        show(tag("p", text(t("diff.nothing")), "soft"))
        return
    there = {r.ring_id: r for r in data.reads(a).rings().rings}
    here = {r.ring_id: r for r in data.reads(b).rings().rings}
    start = page_of(place, len(listed), PAGE) * PAGE
    rows = [_row(t, place, change, a, b, here, there) for change in listed[start : start + PAGE]]
    head = [t("diff.event"), t("ring"), t("scheme"), t("diff.previous"), t("diff.joined"), t("diff.left"), t("fund")]
    show(table(head, rows, numbers=(4, 5, 6), name=t("part.scans.diff")))
    pager(t, place, len(listed), PAGE)


def _chosen(t: Texts, place: Place, runs: tuple[RunInfo, ...]) -> tuple[str, str]:
    """Draw the two choices; by default the newest run over everything, and the one before it."""
    ids = [r.run_id for r in runs]
    named = {r.run_id: t("diff.run", run=r.run_id, at=when(r.finished_at), n=count(r.published)) for r in runs}
    newest = next((i for i, r in enumerate(runs) if not r.scope), 0)
    b_now = place.get("b") if place.get("b") in ids else ids[newest]
    older = [*ids[ids.index(b_now) + 1 :], *ids[: ids.index(b_now)]]
    left, right = st.columns(2)
    with left:
        a = choose(place, "a", t("diff.a"), [*older, b_now], lambda c: named[c])
    with right:
        b = choose(place, "b", t("diff.b"), [ids[newest], *(i for i in ids if i != ids[newest])], lambda c: named[c])
    return a, b


def _say_versions(t: Texts, a: RunInfo, b: RunInfo) -> None:
    """Say what else differs between the runs, which may be why the rings do."""
    said = []
    for name in ("data_version", "params_version", "code_version", "seed", "scope"):
        was, now = getattr(a, name), getattr(b, name)
        if was != now:
            none = t("diff.none")
            said.append(f"{t(f'diff.{name}')} {was or none} → {now or none}")
    show(tag("p", text(t("comma").join(said) if said else t("diff.same_versions")), "soft"))


def _row(
    t: Texts, place: Place, change: Change, a: str, b: str, here: Mapping[str, Ring], there: Mapping[str, Ring]
) -> list[Html]:
    gone = change.event == "vanished"
    ring = (there if gone else here)[change.ring_id]
    return [
        badge(t.named("diff", change.event), TONES.get(change.event, "")),
        _ring(place, a if gone else b, change.ring_id),
        text(scheme_name(t, change.scheme)),
        join([_ring(place, a, p) for p in change.previous], " "),
        text(count(len(ring.patients if change.event == "new" else change.joined))),
        text(count(len(change.left))),
        text(money(t, ring.amounts.fund_pay_sumamt)),
    ]


def _ring(place: Place, run: str, ring_id: str) -> Html:
    there = Place(place.lang, "ring", {"run": run, "ring": ring_id})
    return link(there, tag("span", text(ring_id), "id nowrap"))
