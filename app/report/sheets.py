"""A ring as a workbook: every part of it as a table to sort and filter."""

from __future__ import annotations

from collections.abc import Iterator

from app.components import ring_words
from app.components.entities import kind_name, named_institution, ref_of
from app.components.ledger import ledger, rest_name
from app.report.parts import name_of
from app.report.read import Subject
from app.texts import Texts
from app.words import when
from graphfraud.model.schema import tables
from graphfraud.model.workbook import Sheet, workbook


def book(t: Texts, of: Subject) -> bytes:
    """Give the workbook of a ring."""
    makers = (_summary, _members, _evidence, _behind, _innocent, _gatherings, _links, _ledger, _claims)
    return workbook([make(t, of) for make in makers])


def _summary(t: Texts, of: Subject) -> Sheet:
    ring, run = of.ring, of.run
    amounts = ring.amounts
    rows: list[tuple[str, object]] = [
        (t("report.what"), name_of(t, of)),
        (t("ring"), ring.ring_id),
        *((t("report.story"), said) for said in ring_words.story(t, ring)),
        (t("status"), t.named("status", ring.status)),
        *([(t("why"), ring_words.reason_name(t, ring.status_reason))] if ring.status_reason else []),
        *_decision(t, of),
        (t("patients"), len(ring.patients)),
        (t("settlements"), amounts.settlements),
        (t("medfee"), amounts.medfee_sumamt),
        (t("fund"), amounts.fund_pay_sumamt),
        (t("acct"), amounts.acct_pay),
        (t("score"), ring.score),
        (t("fdr"), ring.fdr),
        (t("stability"), ring.stability),
        (t("ring.lineage"), " ".join((t.named("lineage", ring.lineage.event), *ring.lineage.previous))),
        (t("run"), run.run_id),
        (t("run.finished"), when(run.finished_at)),
        (t("run.data"), run.data_version),
        (t("report.parameters"), run.params_version),
        (t("report.code"), run.code_version),
        (t("report.seed"), run.seed),
        (t("report.note"), t("report.disclaimer")),
    ]
    return Sheet(t("sheet.summary"), (t("report.what"), t("report.value")), rows)


def _decision(t: Texts, of: Subject) -> Iterator[tuple[str, object]]:
    made = of.ring.disposition
    if made:
        said = t("disposition.made", label=t.named("label", made.label), who=made.who, when=when(made.when))
        yield t("report.decision"), f"{said} {made.reason}"


def _members(t: Texts, of: Subject) -> Sheet:
    head = ("kind", "report.id", "report.name", "role", "strength", "stability", "report.aliases")
    rows = [
        (
            kind_name(t, m.kind),
            m.id,
            of.names.get(ref_of(m), ""),
            t.named("role", m.role),
            m.strength,
            # Measured for patients only.
            m.stability if m.kind == "patient" else None,
            " ".join(m.aliases),
        )
        for m in of.ring.members
    ]
    return Sheet(t("sheet.members"), [t(h) for h in head], rows)


def _evidence(t: Texts, of: Subject) -> Sheet:
    head = ("report.signal", "report.seen", "observed", "expected", "report.p_value", "settlements")
    rows = [
        (
            ring_words.signal_name(t, e),
            ring_words.said(t, e.detail),
            e.observed,
            e.expected,
            e.p_value,
            len(e.setl_ids),
        )
        for e in of.ring.evidence
    ]
    return Sheet(t("sheet.evidence"), [t(h) for h in head], rows)


def _behind(t: Texts, of: Subject) -> Sheet:
    """Give which settlements show which evidence: too many for one cell."""
    rows = [(ring_words.signal_name(t, e), setl_id) for e in of.ring.evidence for setl_id in e.setl_ids]
    return Sheet(t("sheet.behind"), (t("report.signal"), t("report.setl_id")), rows)


def _innocent(t: Texts, of: Subject) -> Sheet:
    rows = [
        (ring_words.innocent_name(t, i), t.named("verdict", i.verdict), ring_words.said(t, i.detail))
        for i in of.ring.innocent
    ]
    return Sheet(t("sheet.innocent"), (t("explanation"), t("verdict"), t("why")), rows)


def _gatherings(t: Texts, of: Subject) -> Sheet:
    head = ("gathering", "begin", "end", "report.id", "place", "patient", "report.name", "report.setl_id")
    people = {ref.id: name for ref, name in of.names.items() if ref.kind == "patient"}
    rows = [
        (
            row["gathering"],
            row["begin"],
            row["end"],
            row["fixmedins_code"],
            of.names.get(named_institution(row["fixmedins_code"]), ""),
            row["patient"],
            people.get(row["patient"], ""),
            row["setl_id"],
        )
        for row in of.gatherings
    ]
    return Sheet(t("sheet.gatherings"), [t(h) for h in head], rows)


def _links(t: Texts, of: Subject) -> Sheet:
    head = ("link.a", "link.b", "scheme", "observed", "expected", "report.p_value", "institutions", "report.setl_ids")
    rows = [
        (
            row["a"],
            row["b"],
            ring_words.scheme_name(t, row["scheme"]),
            row["observed"],
            row["expected"],
            row["p_value"],
            row["institutions"],
            " ".join(row["setl_ids"]),
        )
        for row in of.links
    ]
    return Sheet(t("sheet.links"), [t(h) for h in head], rows)


def _ledger(t: Texts, of: Subject) -> Sheet:
    rows = [
        (
            entry.code or "",
            of.names.get(named_institution(entry.code), "") if entry.code else rest_name(t, entry),
            entry.settlements,
            entry.medfee,
            entry.fund,
            entry.acct,
            entry.medfee - entry.fund - entry.acct,
        )
        for entry in ledger(of.claims, of.ring.amounts)
    ]
    head = ("report.id", "place", "settlements", "medfee", "fund", "acct", "own_share")
    return Sheet(t("sheet.ledger"), [t(h) for h in head], rows)


def _claims(t: Texts, of: Subject) -> Sheet:
    """Give the settlements as loaded, masked, with the file and line of each."""
    columns = list(of.claims[0]) if of.claims else ["setl_id"]
    zh = {column.name: column.zh for column in tables()["setl_d"].columns}
    head = [zh.get(c, c) if t.lang == "zh" else c for c in columns]
    return Sheet(t("sheet.claims"), head, [[row.get(c) for c in columns] for row in of.claims])
