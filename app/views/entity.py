"""Entity: one patient, doctor or institution: profile, rings, settlements in time, strongest neighbours."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import streamlit as st

from app.components import ring_words, timeline
from app.components.claims import claims_table, person_of, wanted_names
from app.components.download import download
from app.components.entities import entity_link, kind_name, named_institution
from app.components.fields import choose, type_in
from app.components.html import Html, badge, entries, facts, join, link, show, table, tag, text
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, showing, when
from graphfraud.model.ring import KINDS
from graphfraud.model.schema import Column, code_lists, tables
from graphfraud.store.base import Entity, EntityRef

NEIGHBOURS = 50
SETTLEMENTS = 500
LISTED = 50
REGISTERS = ("psn_info_b", "dr_info_b", "medins_info_b")


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("entity.title"))))
    wanted = type_in(place, "entity", t("entity.search"), t("entity.search.hint"))
    if not wanted:
        state(t("entity.which"), t("entity.which.said"), [link(place.to("rings"), text(t("error.to_rings")))])
        return
    entity = reads.entity(reads.resolve(wanted))
    show_profile(t, entity)
    show(tag("p", link(place.to("graph", entity=str(entity.ref)), text(t("board.open")))))
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_rings(t, place, reads, entity)
    with right:
        show_neighbours(t, place, reads, entity.ref)
    show_settlements(t, place, reads, entity)


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
    """Give a national column in the reader's language: its Chinese name, or the column name itself."""
    column = register_column(name)
    return column.zh if column and t.lang == "zh" else name


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
    """Draw the rings that the entity is in, with its role."""
    show(tag("h2", text(t("entity.rings", n=len(entity.rings)))))
    if not entity.rings:
        show(tag("p", text(t("entity.no_rings")), "soft"))
        return
    rows = []
    for ring_id, role in entity.rings:
        ring = reads.ring(ring_id)
        opened = link(place.to("ring", ring=ring_id), tag("span", text(ring_id), "id"))
        scheme = text(ring_words.scheme_name(t, ring.scheme))
        rows.append([text(ring.rank), opened, scheme, text(t.named("role", role)), ring_words.status_badge(t, ring)])
    head = ["#", t("ring"), t("scheme"), t("role"), t("status")]
    show(table(head, rows, numbers=(0,), name=t("entity.rings", n=len(entity.rings))))


def show_neighbours(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the strongest neighbours, of one kind or of all."""
    show(tag("h2", text(t("entity.neighbours"))))
    kind = choose(place, "kind", t("kind"), ("", *KINDS), lambda k: kind_name(t, k) if k else t("any"))
    page = reads.neighbours(ref, kind or None, NEIGHBOURS)
    if not page.items:
        show(tag("p", text(t("entity.no_neighbours")), "soft"))
        return
    rows = [
        [
            entity_link(place, n.ref, n.name),
            tag("span", text(kind_name(t, n.ref.kind)), "nowrap"),
            text(count(n.settlements)),
            tag("span", text(f"{n.first[:10]} – {n.last[:10]}"), "nowrap"),
            text(money(t, n.fund_pay_sumamt)),
        ]
        for n in page.items
    ]
    head = [t("who"), t("kind"), t("settlements"), t("entity.period"), t("fund")]
    show(table(head, rows, numbers=(2, 4), name=t("entity.neighbours")))
    show(tag("p", text(showing(t, len(page.items), page.total)), "soft"))


def show_settlements(t: Texts, place: Place, reads: Reads, entity: Entity) -> None:
    """Draw the entity's settlements as a timeline and as rows."""
    claims = reads.timeline(entity.ref, SETTLEMENTS)
    rows = claims.to_pylist()
    show(tag("h2", text(t("entity.timeline"))))
    if not rows:
        show(tag("p", text(t("claims.none.said")), "soft"))
        return
    names = reads.names(wanted_names(rows))
    column = "place" if entity.ref.kind == "patient" else "patient"
    frame = pd.DataFrame(
        {"when": [row["setl_time"] for row in rows], "medfee": [_yuan(r["medfee_sumamt"]) for r in rows]}
    )
    refs = [named_institution(r["fixmedins_code"]) if column == "place" else person_of(r) for r in rows]
    frame["place"] = [" ".join(filter(None, (names.get(ref, ""), ref.id))) for ref in refs]
    top = set(frame["place"].value_counts().index[: timeline.MOST_PATIENTS])
    timeline.put(timeline.settlement_chart(t, frame[frame["place"].isin(top)]), f"timeline-{entity.ref}")
    show(tag("p", text(t("entity.newest", said=showing(t, len(rows), max(entity.settlements, len(rows))))), "soft"))
    newest = rows[::-1][:LISTED]
    show(claims_table(t, place, newest, names, t("entity.timeline")))
    show(tag("p", text(showing(t, len(newest), len(rows))), "soft"))
    download(t, claims, f"settlements-{entity.ref.id}")


def _yuan(value: Decimal | None) -> float:
    """Give money as a number for a chart, where only the size of a dot hangs on it."""
    return float(value or 0)
