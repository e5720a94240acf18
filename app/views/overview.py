"""Overview: money at risk, rings by scheme and district with what has changed, how far the data carry, next steps."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from app.components import data_standing
from app.components.district_map import district_map
from app.components.html import Html, facts, join, link, show, table, tag, text
from app.components.queue import ring_table
from app.components.ring_words import scheme_name
from app.components.states import no_rings
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, showing, when
from graphfraud.model.ring import Amounts, Ring
from graphfraud.store.base import RunInfo
from graphfraud.store.summary import UNKNOWN, Part, Summary

TOP = 5
RUNS = 8
GONE = 10
STATUSES = ("published", "demoted")
EVENTS = ("new", "grown", "shrunk")


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    rings = reads.rings().rings
    published = tuple(r for r in rings if r.status == "published")
    found = reads.summary()
    show(tag("h1", text(t("overview.title"))), tag("p", text(t("overview.lead")), "lead"))
    show_money(t, published, found)
    if not rings:
        no_rings(t, place)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if rings:
            show_top(t, place, published)
            show_schemes(t, place, found)
            show_districts(t, place, found)
        show(tag("h2", text(t("overview.runs"))))
        if reads.run:
            show_runs(t, place, reads.runs(), reads.run)
    with right:
        show(tag("h2", text(t("overview.next"))))
        show_next(t, place, rings)
        show_gone(t, place, found)
        data_standing.show_gate(t, place, reads.loads())
        data_standing.show_coverage(t, reads.coverage())


def show_money(t: Texts, published: tuple[Ring, ...], found: Summary) -> None:
    """Draw the sums over the settlements behind published rings, each kind of money apart."""
    people = {patient for ring in published for patient in ring.patients}
    figures = [
        ("overview.rings", count(len(published))),
        ("patients", count(len(people))),
        ("settlements", count(found.amounts.settlements)),
        ("medfee", money(t, found.amounts.medfee_sumamt)),
        ("fund", money(t, found.amounts.fund_pay_sumamt)),
        ("acct", money(t, found.amounts.acct_pay)),
    ]
    show(facts((t(name), text(value)) for name, value in figures))
    shared = t("overview.shared", n=count(found.shared)) if found.shared else ""
    show(tag("p", text(t("overview.money_note") + shared), "soft"))


def show_top(t: Texts, place: Place, published: tuple[Ring, ...]) -> None:
    """Draw the first of the published rings, a gang once."""
    show(tag("h2", text(t("overview.top"))))
    rest = link(place.to("rings"), text(t("overview.all")))
    if published:
        gangs = [ring for ring in published if ring.lead is None]
        show(ring_table(t, place, gangs[:TOP], t("overview.top"), short=True))
        said = showing(t, min(TOP, len(gangs)), len(gangs))
    else:
        said = t("overview.no_published")
    show(tag("p", Html(f"{text(said)} · {rest}"), "soft"))


def show_schemes(t: Texts, place: Place, found: Summary) -> None:
    """Draw rings and money by scheme, with what has changed; each figure opens the queue behind it."""
    show(tag("h2", text(t("overview.by_scheme"))))
    rows = [
        _part_row(place, text(scheme_name(t, code)), part, found.before, t, scheme=code)
        for code, part in found.schemes.items()
    ]
    rows.append(_total_row(t, found.schemes, found.amounts, found.before))
    show(_parts(t, "scheme", rows, found.before), tag("p", text(since(t, found.before)), "soft"))


def show_districts(t: Texts, place: Place, found: Summary) -> None:
    """Draw the map of districts, and the same in figures."""
    show(tag("h2", text(t("overview.map"))))
    if set(found.districts) <= {UNKNOWN}:
        show(tag("p", text(t("overview.map.none")), "soft"))
        return
    show(district_map(t, place, found.districts), tag("p", text(t("overview.map.note")), "soft"))
    rows = [
        _part_row(place, text(code or t("overview.no_district")), part, found.before, t, district=code)
        for code, part in found.districts.items()
    ]
    show(_parts(t, "district", rows, found.before))


def _parts(t: Texts, by: str, rows: list[list[Html]], before: RunInfo | None) -> Html:
    changed = [*(t.named("event", event) for event in EVENTS), t("overview.gone")] if before else []
    head = [t(by), *(t.named("status", s) for s in STATUSES), *changed, t("overview.fund_published")]
    return table(head, rows, numbers=range(1, len(head)), name=t(f"overview.by_{by}"))


def since(t: Texts, before: RunInfo | None) -> str:
    """Say against which run the changes count."""
    if before is None:
        return t("overview.first_run")
    return t("overview.since", run=before.run_id, at=when(before.finished_at))


def _part_row(place: Place, name: Html, part: Part, before: RunInfo | None, t: Texts, **by: str) -> list[Html]:
    def counted(n: int, **more: str) -> Html:
        # Rings without any district have no filter of their own.
        if not n or "" in by.values():
            return text(count(n))
        return link(place.to("rings", **by, **more, gangs="off"), text(count(n)))

    cells = [counted(getattr(part, status), status=status) for status in STATUSES]
    if before:
        cells += [counted(part.events.get(event, 0), status="published", line=event) for event in EVENTS]
        cells.append(text(count(part.gone)))
    return [name, *cells, text(money(t, part.amounts.fund_pay_sumamt))]


def _total_row(t: Texts, parts: Mapping[str, Part], amounts: Amounts, before: RunInfo | None) -> list[Html]:
    totals = [sum(getattr(part, status) for part in parts.values()) for status in STATUSES]
    if before:
        totals += [sum(part.events.get(event, 0) for part in parts.values()) for event in EVENTS]
        totals.append(sum(part.gone for part in parts.values()))
    return [text(t("total")), *(text(count(n)) for n in totals), text(money(t, amounts.fund_pay_sumamt))]


def show_gone(t: Texts, place: Place, found: Summary) -> None:
    """Draw the published rings of the run before that are gone; each opens in that run."""
    if not found.before or not found.gone:
        return
    show(tag("h2", text(t("overview.gone_rings"))))
    there = place.but(run=found.before.run_id)
    rows = [
        [
            link(there.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id nowrap")),
            text(scheme_name(t, ring.scheme)),
            text(count(len(ring.patients))),
            text(money(t, ring.amounts.fund_pay_sumamt)),
        ]
        for ring in found.gone[:GONE]
    ]
    head = [t("ring"), t("scheme"), t("patients"), t("fund")]
    show(table(head, rows, numbers=(2, 3), name=t("overview.gone_rings")))
    show(tag("p", text(showing(t, min(GONE, len(found.gone)), len(found.gone))), "soft"))


def show_runs(t: Texts, place: Place, runs: tuple[RunInfo, ...], chosen: RunInfo) -> None:
    """Draw the newest runs; each opens the overview of that run."""
    rows = []
    for run in runs[:RUNS]:
        shown = tag("span", text(run.run_id), "id")
        mark = tag("strong", shown) if run.run_id == chosen.run_id else link(place.but(run=run.run_id), shown)
        figures = [text(count(run.published)), text(count(run.demoted))]
        rows.append([mark, text(when(run.finished_at)), *figures, tag("span", text(run.data_version), "id")])
    head = [t("run"), t("run.finished"), *(t.named("status", s) for s in STATUSES), t("run.data")]
    show(table(head, rows, numbers=(2, 3), name=t("overview.runs")))
    show(tag("p", text(showing(t, min(RUNS, len(runs)), len(runs))), "soft"))


def show_next(t: Texts, place: Place, rings: tuple[Ring, ...]) -> None:
    """Draw the next steps."""
    published = [ring for ring in rings if ring.status == "published"]
    undecided = [ring for ring in published if ring.disposition is None]
    steps = []
    if undecided:
        best = undecided[0].ring_id
        triage = place.to("rings", status="published", mark="none", gangs="off")
        steps += [
            link(place.to("ring", ring=best), text(t("next.first", ring=best))),
            link(triage, text(t("next.triage", n=count(len(undecided))))),
        ]
    if back := sum(ring.disposition is not None and ring.disposition.changed is not None for ring in rings):
        steps.append(link(place.to("rings", mark="changed", gangs="off"), text(t("next.changed", n=count(back)))))
    if len(published) < len(rings):
        steps.append(link(place.to("rings", status="demoted"), text(t("next.demoted"))))
    steps.append(link(place.to("paths"), text(t("next.paths"))))
    show(tag("ul", join(tag("li", step) for step in steps)))
