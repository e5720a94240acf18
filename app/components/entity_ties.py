"""What an entity is connected with: neighbours in the claims, shared contacts, the same owner."""

from __future__ import annotations

import streamlit as st

from app.components.entities import entity_link, kind_name
from app.components.fields import choose
from app.components.html import Html, link, show, table, tag, text
from app.data import Reads
from app.place import VIEWS, Place
from app.texts import Texts
from app.words import count, money, showing
from graphfraud.model.ring import KINDS
from graphfraud.store.base import EntityRef

NEIGHBOURS = 20
TIES = 20
INSTITUTIONS = ("hospital", "clinic", "pharmacy")


def show_neighbours(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the strongest neighbours, of one kind or of all."""
    show(tag("h2", text(t("entity.neighbours"))))
    if "graph" in VIEWS:
        show(link(place.to("graph", entity=str(ref)), text(t("entity.to_graph"))))
    with st.columns([1, 5])[0]:
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
            link(place.to("paths", a=str(ref), b=str(n.ref)), tag("span", text(t("menu.paths")), "nowrap")),
        ]
        for n in page.items
    ]
    head = [t("who"), t("kind"), t("settlements"), t("entity.period"), t("fund"), ""]
    show(table(head, rows, numbers=(2, 4), name=t("entity.neighbours")))
    show(tag("p", text(showing(t, len(page.items), page.total)), "soft"))


def show_ties(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw who shares a contact with a patient, or an owner with an institution."""
    if ref.kind == "patient":
        show_contacts(t, place, reads, ref)
    if ref.kind in INSTITUTIONS:
        show_owner(t, place, reads, ref)


def show_contacts(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the patients with a telephone, account or address in common; the numbers aren't shown."""
    show(tag("h2", text(t("entity.contacts"))))
    rows = reads.ask("contacts_of", patient=str(ref), limit=TIES).to_pylist()
    if not rows:
        show(tag("p", text(t("entity.no_contacts")), "soft"))
        return
    refs = [EntityRef("patient", row["patient"]) for row in rows]
    names = reads.names(tuple(refs))
    lines = [
        [
            entity_link(place, other, names[other]),
            text(t("comma").join(t.named("contact", sort) for sort in row["sorts"])),
            text(count(row["least_shared"])),
        ]
        for other, row in zip(refs, rows, strict=True)
    ]
    head = [t("patient"), t("entity.shared"), t("entity.sharing")]
    show(table(head, lines, numbers=(2,), name=t("entity.contacts")))
    show(tag("p", text(showing(t, len(rows), rows[0]["total"])), "soft"))


def show_owner(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw the other institutions of the same owner, with what ties each."""
    show(tag("h2", text(t("entity.owner"))))
    rows = reads.ask("same_owner", institution=str(ref), limit=TIES).to_pylist()
    if not rows:
        show(tag("p", text(t("entity.no_owner")), "soft"))
        return
    refs = [EntityRef(row["kind"], row["id"]) for row in rows]
    names = reads.names(tuple(refs))
    lines: list[list[Html]] = [
        [
            entity_link(place, other, names[other]),
            text(kind_name(t, other.kind)),
            text(t("comma").join(t.named("owner", sort) for sort in row["sorts"]) or "—"),
            text(count(row["settlements"])),
            text(money(t, row["fund_pay_sumamt"])),
        ]
        for other, row in zip(refs, rows, strict=True)
    ]
    head = [t("place"), t("kind"), t("entity.shared"), t("settlements"), t("fund")]
    show(table(head, lines, numbers=(3, 4), name=t("entity.owner")))
    show(tag("p", text(showing(t, len(rows), rows[0]["total"])), "soft"))
