"""The parts of a report on a ring, in the order in which it is read: words first."""

from __future__ import annotations

from reportlab.platypus import Flowable

from app.components import ring_words
from app.components.claims import Row
from app.components.entities import kind_name, named_institution, ref_of
from app.components.ledger import Entry, ledger, rest_name
from app.report import pdf
from app.report.picture import picture
from app.report.read import Subject
from app.texts import Texts
from app.words import chance, count, money, number, percent, showing, span, when
from graphfraud.model.ring import Member

MOST_ROWS = 200
"""Rows of a table; what is left out is counted below it, and the workbook of the ring holds it."""
FEW, LOW, TALLEST = 25, 290.0, 480.0
"""Up to `FEW` nodes a graph is at most `LOW` points high and fits below the words of the first page."""


def blocks(t: Texts, of: Subject) -> list[Flowable]:
    """Give the whole report."""
    parts = [_head, _graph, _members, _venues, _gatherings, _evidence, _innocent, _money, _versions]
    return [block for part in parts for block in part(t, of)]


def name_of(t: Texts, of: Subject) -> str:
    """Give the title: what the ring is suspected of, and its rank."""
    return t("ring.title", scheme=ring_words.scheme_name(t, of.ring.scheme), rank=of.ring.rank)


def _head(t: Texts, of: Subject) -> list[Flowable]:
    ring = of.ring
    facts = [ring.ring_id, t.named("status", ring.status), *(ring_words.scheme_name(t, s) for s in ring.also)]
    reason = ring_words.reason_name(t, ring.status_reason)
    facts += [t("ring.reason", reason=reason)] if reason else []
    return [
        pdf.title(name_of(t, of)),
        pdf.words(" · ".join(facts), 9, pdf.MUTED),
        *_decision(t, of),
        *(pdf.words(said, 10) for said in ring_words.story(t, ring)),
        pdf.space(),
        pdf.figures(_figures(t, of)),
    ]


def _decision(t: Texts, of: Subject) -> list[Flowable]:
    standing = of.ring.disposition
    if standing is None:
        return []
    made = t("disposition.made", label=t.named("label", standing.label), who=standing.who, when=when(standing.when))
    changed = [ring_words.sentence(t, ring_words.said(t, standing.changed))] if standing.changed else []
    return [pdf.words(said) for said in (made, standing.reason, *changed)]


def _figures(t: Texts, of: Subject) -> list[tuple[str, str, str]]:
    amounts = of.ring.amounts
    counted = [(t("patients"), count(len(of.ring.patients)), "")] if of.ring.patients else []
    return [
        *counted,
        (t("settlements"), count(amounts.settlements), ""),
        (t("medfee"), money(t, amounts.medfee_sumamt), ""),
        (t("fund"), money(t, amounts.fund_pay_sumamt), ""),
        (t("acct"), money(t, amounts.acct_pay), ""),
        *ring_words.score_words(t, of.ring),
    ]


def _graph(t: Texts, of: Subject) -> list[Flowable]:
    drawn = picture(t, of.graph, pdf.WIDE, LOW if len(of.graph.nodes) <= FEW else TALLEST)
    part = len(of.graph.nodes) < of.graph.total
    said = t("graph.part", shown=count(len(of.graph.nodes)), total=count(of.graph.total)) if part else ""
    return [pdf.heading(t("ring.graph")), pdf.Drawn(drawn), *([pdf.words(said, 8, pdf.MUTED)] if said else [])]


def _evidence(t: Texts, of: Subject) -> list[Flowable]:
    rows = [
        [
            ring_words.signal_name(t, e),
            ring_words.sentence(t, ring_words.said(t, e.detail)),
            number(e.observed),
            number(e.expected) if e.expected else "—",
            chance(t, e.p_value) if e.p_value < 0.5 else "—",
            count(len(e.setl_ids)),
        ]
        for e in of.ring.evidence
    ]
    head = [t("report.signal"), t("report.seen"), t("observed"), t("expected"), t("chance"), t("settlements")]
    shares = (0.15, 0.37, 0.1, 0.12, 0.15, 0.11)
    return [
        pdf.heading(t("ring.evidence", n=len(of.ring.evidence))),
        pdf.table(head, rows, shares, numbers=(2, 3, 4, 5)),
    ]


def _innocent(t: Texts, of: Subject) -> list[Flowable]:
    rows = [
        [ring_words.innocent_name(t, i), t.named("verdict", i.verdict), ring_words.said(t, i.detail)]
        for i in of.ring.innocent
    ]
    head = [t("explanation"), t("verdict"), t("why")]
    what = pdf.table(head, rows, (0.22, 0.12, 0.66)) if rows else pdf.words(t("story.untested"))
    return [pdf.heading(t("ring.innocent")), what]


def _members(t: Texts, of: Subject) -> list[Flowable]:
    people = [m for m in of.ring.members if m.kind == "patient"]
    if not people:
        return []
    rows = [
        [
            of.names.get(ref_of(m), ""),
            " ".join((m.id, *m.aliases)),
            t.named("role", m.role),
            percent(m.strength),
            percent(m.stability),
        ]
        for m in people[:MOST_ROWS]
    ]
    head = [t("report.name"), t("report.id"), t("role"), t("strength"), t("stability")]
    return [
        pdf.heading(t("ring.members", n=count(len(people)))),
        pdf.table(head, rows, (0.2, 0.38, 0.18, 0.12, 0.12), numbers=(3, 4)),
        *_rest(t, len(people)),
    ]


def _venues(t: Texts, of: Subject) -> list[Flowable]:
    others = [m for m in of.ring.members if m.kind != "patient"]
    if not others:
        return []
    rows = [[_named(of, m), m.id, kind_name(t, m.kind), t.named("role", m.role), percent(m.strength)] for m in others]
    head = [t("report.name"), t("report.id"), t("kind"), t("role"), t("strength")]
    return [
        pdf.heading(t("ring.venues", n=count(len(others)))),
        pdf.table(head, rows[:MOST_ROWS], (0.36, 0.28, 0.1, 0.14, 0.12), numbers=(4,)),
        *_rest(t, len(others)),
    ]


def _named(of: Subject, member: Member) -> str:
    return of.names.get(ref_of(member), "")


def _gatherings(t: Texts, of: Subject) -> list[Flowable]:
    by_number: dict[int, list[Row]] = {}
    for row in of.gatherings:
        by_number.setdefault(row["gathering"], []).append(row)
    if not by_number:
        return []
    title = "ring.gatherings" if of.links else "ring.days"
    rows = [
        [
            str(n),
            span(min(r["begin"] for r in own), max(r["end"] for r in own)),
            t("comma").join(_place(of, code) for code in sorted({r["fixmedins_code"] for r in own})),
            count(len({r["patient"] for r in own})),
            count(len({r["setl_id"] for r in own})),
        ]
        for n, own in sorted(by_number.items())[:MOST_ROWS]
    ]
    head = ["#", t("when"), t("place"), t("patients"), t("settlements")]
    return [
        pdf.heading(t(title, n=count(len(by_number)))),
        pdf.table(head, rows, (0.06, 0.3, 0.42, 0.11, 0.11), numbers=(0, 3, 4)),
        *_rest(t, len(by_number)),
    ]


def _money(t: Texts, of: Subject) -> list[Flowable]:
    amounts = of.ring.amounts
    whole = Entry(None, amounts.settlements, amounts.medfee_sumamt, amounts.fund_pay_sumamt, amounts.acct_pay)
    rows = [
        [rest_name(t, e) if e.code is None else _place(of, e.code), *_amounts(t, e)] for e in ledger(of.claims, amounts)
    ]
    head = [t("place"), t("settlements"), t("medfee"), t("fund"), t("acct"), t("own_share")]
    return [
        pdf.heading(t("ring.money")),
        pdf.table(
            head,
            [*rows, [t("total"), *_amounts(t, whole)]],
            (0.26, 0.12, 0.16, 0.16, 0.14, 0.16),
            numbers=(1, 2, 3, 4, 5),
        ),
        pdf.words(t("ledger.note", medfee=money(t, amounts.medfee_sumamt)), 8, pdf.MUTED),
    ]


def _amounts(t: Texts, entry: Entry) -> list[str]:
    own = entry.medfee - entry.fund - entry.acct
    return [count(entry.settlements), *(money(t, a) for a in (entry.medfee, entry.fund, entry.acct, own))]


def _place(of: Subject, code: str) -> str:
    return " ".join(part for part in (of.names.get(named_institution(code), ""), code) if part)


def _versions(t: Texts, of: Subject) -> list[Flowable]:
    run = of.run
    rows = [
        [t("run"), run.run_id],
        [t("run.finished"), when(run.finished_at)],
        [t("run.data"), run.data_version],
        [t("report.parameters"), run.params_version],
        [t("report.code"), run.code_version],
        [t("report.seed"), str(run.seed)],
        *([[t("report.scope"), run.scope]] if run.scope else []),
        [t("ring.lineage"), " ".join((t.named("lineage", of.ring.lineage.event), *of.ring.lineage.previous))],
    ]
    again = t("report.again", command=f"graphfraud ring {of.ring.ring_id} --run {run.run_id} --claims")
    return [
        pdf.heading(t("report.versions")),
        pdf.table([t("report.what"), t("report.value")], rows, (0.3, 0.7)),
        pdf.words(again, 8, pdf.MUTED),
    ]


def _rest(t: Texts, total: int) -> list[Flowable]:
    return [pdf.words(showing(t, MOST_ROWS, total), 8, pdf.MUTED)] if total > MOST_ROWS else []
