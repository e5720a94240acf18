"""Who an entity is: figures, register, rings in this run and earlier ones, watch list, rule hits."""

from __future__ import annotations

from app.components import ring_words
from app.components.entities import kind_name
from app.components.html import Html, badge, entries, facts, join, link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, showing, when
from graphfraud.model.ring import Ring
from graphfraud.model.schema import Column, code_lists, tables
from graphfraud.store.base import Entity, EntityRef, RingFilter
from graphfraud.store.findings import RuleHit

REGISTERS = ("psn_info_b", "dr_info_b", "medins_info_b")
EARLIER = 5
"""Earlier runs that are looked through; each costs a read of its rings."""
LISTED = 10
TONES = {"confirmed": "alert", "blacklist": "alert", "tip": "warn", "cleared": "good"}


def show_profile(t: Texts, entity: Entity) -> None:
    """Draw name, kind, the figures and what the registers say."""
    labels = [badge(kind_name(t, entity.ref.kind), "calm"), tag("span", text(entity.ref.id), "id")]
    show(tag("h2", join([text(entity.name or "—"), *labels], " ")))
    if entity.aliases:
        show(tag("p", text(t("aliases", ids=", ".join(entity.aliases))), "soft"))
    first, last = (when(time) if time else "—" for time in (entity.first, entity.last))
    show(
        facts(
            [
                (t("settlements"), text(count(entity.settlements))),
                (t("medfee"), text(money(t, entity.medfee_sumamt))),
                (t("fund"), text(money(t, entity.fund_pay_sumamt))),
                (t("acct"), text(money(t, entity.acct_pay))),
                (t("entity.period"), Html(text(first) + tag("small", text(t("until", at=last))))),
            ]
        )
    )
    known = [
        (column_name(t, name), text(in_words(t, name, value))) for name, value in entity.attributes.items() if value
    ]
    if known:
        show(entries(known))


def column_name(t: Texts, name: str) -> str:
    """Give a column of a register in the reader's language."""
    column = register_column(name)
    return (column.zh if t.lang == "zh" else column.en or name) if column else name


def in_words(t: Texts, name: str, value: str) -> str:
    """Give a register value, a code with its name (code lists are in Chinese only)."""
    column = register_column(name)
    named = code_lists().get(column.codes, {}).get(value) if column and column.codes else None
    return f"{value} {named}" if named and t.lang == "zh" else value


def register_column(name: str) -> Column | None:
    """Find a column of the registers of persons, doctors and institutions."""
    columns = (c for register in REGISTERS for c in tables()[register].columns)
    return next((c for c in columns if c.name == name), None)


def show_rings(t: Texts, place: Place, reads: Reads, entity: Entity) -> None:
    """Draw the rings that the entity is in, with its role, and those of earlier runs."""
    title = t("entity.rings", n=len(entity.rings))
    show(tag("h2", text(title)))
    if entity.rings:
        lines = [(reads.ring(ring_id), role) for ring_id, role in entity.rings]
        show(_ring_table(t, title, [(place, ring, role) for ring, role in lines], earlier=False))
    else:
        show(tag("p", text(t("entity.no_rings")), "soft"))
    show_earlier(t, place, reads, entity.ref)


def show_earlier(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the rings that the entity was in at the runs before this one, newest run first."""
    runs = reads.runs()
    now = next((i for i, run in enumerate(runs) if run.run_id == reads.run_id), 0)
    before = runs[now + 1 :]
    if not before:
        return
    lines = []
    for run in before[:EARLIER]:
        there = Place(place.lang, place.view, {"run": run.run_id})
        rings = reads.of_run(run).rings(RingFilter(entity=ref), limit=LISTED).rings
        roles = ((ring, next(m.role for m in ring.members if (m.kind, m.id) == (ref.kind, ref.id))) for ring in rings)
        lines += [(there, ring, role) for ring, role in roles]
    said = t("entity.earlier", said=showing(t, min(EARLIER, len(before)), len(before)))
    show(tag("h3", text(said)))
    if lines:
        show(_ring_table(t, said, lines, earlier=True))
    else:
        show(tag("p", text(t("entity.no_earlier")), "soft"))


def _ring_table(t: Texts, title: str, lines: list[tuple[Place, Ring, str]], *, earlier: bool) -> Html:
    rows = [
        [
            text(ring.rank),
            link(there.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id")),
            text(ring_words.scheme_name(t, ring.scheme)),
            text(t.named("role", role)),
            ring_words.status_badge(t, ring),
            *([tag("span", text(there.run), "id")] if earlier else []),
        ]
        for there, ring, role in lines
    ]
    head = ["#", t("ring"), t("scheme"), t("role"), t("status"), *([t("run")] if earlier else [])]
    return table(head, rows, numbers=(0,), name=title)


def show_marks(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the lines of the watch list and the monitoring rules that hit the entity's settlements."""
    marks = reads.marks(ref)
    show(tag("h2", text(t("entity.watchlist"))))
    if marks.listed:
        words = code_lists()["watch_label"] if t.lang == "zh" else {}
        rows = [
            [
                badge(words.get(m.label, m.label), TONES.get(m.label, "")),
                text(m.source or "—"),
                text(str(m.since) if m.since else "—"),
            ]
            for m in marks.listed
        ]
        show(table([t("entity.label"), t("entity.source"), t("entity.since")], rows, name=t("entity.watchlist")))
    else:
        show(tag("p", text(t("entity.not_listed")), "soft"))
    show(tag("h2", text(t("entity.rules"))))
    if not marks.rules:
        show(tag("p", text(t("entity.no_rules")), "soft"))
        return
    lines = [_rule(t, place, ref, i, rule) for i, rule in enumerate(marks.rules[:LISTED])]
    head = [t("entity.rule"), t("entity.severity"), t("entity.rule_amount"), t("see")]
    show(table(head, lines, numbers=(2,), name=t("entity.rules")))
    show(tag("p", text(showing(t, len(lines), len(marks.rules))), "soft"))


def _rule(t: Texts, place: Place, ref: EntityRef, index: int, rule: RuleHit) -> list[Html]:
    opened = place.to("claims", of="rule", entity=str(ref), n=str(index))
    return [
        Html(text(rule.name) + " " + tag("span", text(rule.rule_id), "id soft")),
        text(t.named("severity", rule.severity) if rule.severity else "—"),
        text(money(t, rule.amount)),
        link(opened, tag("span", text(t("see_claims", n=count(len(rule.setl_ids)))), "nowrap")),
    ]
