"""Overview: the money behind suspected rings, rings by scheme and status, what the run saw, what to do next."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import streamlit as st

from app.components import ring_words
from app.components.html import Html, facts, join, link, show, table, tag, text
from app.components.queue import ring_table
from app.components.states import no_rings
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, showing, when
from graphfraud.model.ring import Ring
from graphfraud.store.base import RunInfo

TOP = 5
RUNS = 8
STATUSES = ("published", "demoted")


def show_money(t: Texts, rings: tuple[Ring, ...]) -> None:
    """Draw the sums over the published rings, each kind of money apart."""
    amounts = [ring.amounts for ring in rings]
    zero = Decimal(0)
    people = {patient for ring in rings for patient in ring.patients}
    figures = [
        ("overview.rings", count(len(rings))),
        ("patients", count(len(people))),
        ("settlements", count(sum(a.settlements for a in amounts))),
        ("medfee", money(t, sum((a.medfee_sumamt for a in amounts), zero))),
        ("fund", money(t, sum((a.fund_pay_sumamt for a in amounts), zero))),
        ("acct", money(t, sum((a.acct_pay for a in amounts), zero))),
    ]
    show(facts((t(name), text(value)) for name, value in figures))
    show(tag("p", text(money_note(t, rings)), "soft"))


def money_note(t: Texts, rings: tuple[Ring, ...]) -> str:
    """Say how the sums are made, and how many settlements more than one ring claims."""
    seen = Counter(setl_id for ring in rings for setl_id in ring.setl_ids)
    shared = sum(1 for times in seen.values() if times > 1)
    return t("overview.money_note") + (t("overview.shared", n=count(shared)) if shared else "")


def show_schemes(t: Texts, place: Place, rings: tuple[Ring, ...]) -> None:
    """Draw the number of rings by scheme and status, with the fund's money in the published ones."""
    counted = Counter((ring.scheme, ring.status) for ring in rings)
    schemes = sorted({ring.scheme for ring in rings})
    rows = [_scheme_row(t, place, scheme, counted, rings) for scheme in schemes]
    totals = [count(sum(counted[s, status] for s in schemes)) for status in STATUSES]
    fund = sum((r.amounts.fund_pay_sumamt for r in rings if r.status == "published"), Decimal(0))
    rows.append([text(t("total")), *(text(n) for n in totals), text(money(t, fund))])
    head = [t("scheme"), *(t.named("status", s) for s in STATUSES), t("overview.fund_published")]
    show(table(head, rows, numbers=(1, 2, 3), name=t("overview.by_scheme")))


def _scheme_row(
    t: Texts, place: Place, scheme: str, counted: Counter[tuple[str, str]], rings: tuple[Ring, ...]
) -> list[Html]:
    cells = [
        link(place.to("rings", scheme=scheme, status=status), text(count(counted[scheme, status])))
        for status in STATUSES
    ]
    own = [r for r in rings if r.scheme == scheme and r.status == "published"]
    fund = sum((r.amounts.fund_pay_sumamt for r in own), Decimal(0))
    return [text(ring_words.scheme_name(t, scheme)), *cells, text(money(t, fund))]


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
    steps = []
    if published := [ring for ring in rings if ring.status == "published"]:
        best = published[0].ring_id
        steps += [
            link(place.to("ring", ring=best), text(t("next.first", ring=best))),
            link(place.to("rings", status="published"), text(t("next.triage"))),
        ]
    if len(published) < len(rings):
        steps.append(link(place.to("rings", status="demoted"), text(t("next.demoted"))))
    steps.append(link(place.to("paths"), text(t("next.paths"))))
    show(tag("ul", join(tag("li", step) for step in steps)))


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


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    page = reads.rings()
    published = tuple(r for r in page.rings if r.status == "published")
    show(tag("h1", text(t("overview.title"))), tag("p", text(t("overview.lead")), "lead"))
    show_money(t, published)
    if not page.rings:
        no_rings(t, place)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        if page.rings:
            show_top(t, place, published)
        show(tag("h2", text(t("overview.runs"))))
        if reads.run:
            show_runs(t, place, reads.runs(), reads.run)
    with right:
        if page.rings:
            show(tag("h2", text(t("overview.by_scheme"))))
            show_schemes(t, place, page.rings)
        show(tag("h2", text(t("overview.next"))))
        show_next(t, place, page.rings)
