"""What several entities have in common beside paths: neighbours, and settlements minutes apart."""

from __future__ import annotations

import streamlit as st

from app.components.entities import entity_link, kind_name
from app.components.fields import choose
from app.components.html import link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, showing
from graphfraud.store.base import EntityRef

LISTED = 20
MINUTES = ("30", "10", "120", "1440")


def show_common(t: Texts, place: Place, reads: Reads, ends: list[EntityRef]) -> None:
    """Draw the neighbours that the ends share, and of two patients when they settled at one place."""
    show_neighbours(t, place, reads, ends)
    if len(ends) == 2 and all(end.kind == "patient" for end in ends):
        show_meetings(t, place, reads, ends[0], ends[1])


def show_neighbours(t: Texts, place: Place, reads: Reads, ends: list[EntityRef]) -> None:
    """Draw the shared neighbours, those of most ends first, then the rarest."""
    show(tag("h2", text(t("paths.common"))))
    rows = reads.ask("common_neighbours", entities=tuple(map(str, ends)), limit=LISTED).to_pylist()
    if not rows:
        show(tag("p", text(t("paths.no_common")), "soft"))
        return
    refs = [EntityRef(row["kind"], row["id"]) for row in rows]
    names = reads.names(tuple(refs))
    lines = [
        [
            entity_link(place, ref, names[ref]),
            text(kind_name(t, ref.kind)),
            text(f"{row['sharing']} / {len(ends)}"),
            text(count(row["degree"])),
        ]
        for ref, row in zip(refs, rows, strict=True)
    ]
    head = [t("who"), t("kind"), t("paths.sharing"), t("paths.degree")]
    show(table(head, lines, numbers=(2, 3), name=t("paths.common")))
    show(tag("p", text(showing(t, len(rows), rows[0]["total"])), "soft"))


def show_meetings(t: Texts, place: Place, reads: Reads, a: EntityRef, b: EntityRef) -> None:
    """Draw the settlements of two patients at one institution within some minutes."""
    show(tag("h2", text(t("paths.meetings"))))
    with st.columns([1, 5])[0]:
        minutes = choose(place, "minutes", t("paths.minutes"), MINUTES, str)
    rows = reads.ask("co_visits", a=str(a), b=str(b), minutes=int(minutes), limit=LISTED).to_pylist()
    if not rows:
        show(tag("p", text(t("paths.no_meetings", n=minutes)), "soft"))
        return
    refs = [EntityRef(row["kind"], row["id"]) for row in rows]
    names = reads.names(tuple(sorted(set(refs), key=str)))
    lines = [
        [
            entity_link(place, ref, names[ref]),
            tag("span", text(f"{row['a_time']:%Y-%m-%d %H:%M:%S}"), "nowrap"),
            tag("span", text(f"{row['b_time']:%Y-%m-%d %H:%M:%S}"), "nowrap"),
            text(f"{row['seconds'] / 60:.1f}"),
            link(
                place.to("claims", of="ids", ids=f"{row['a_setl_id']},{row['b_setl_id']}"),
                tag("span", text(t("see_claims", n=2)), "nowrap"),
            ),
        ]
        for ref, row in zip(refs, rows, strict=True)
    ]
    head = [t("place"), a.id, b.id, t("paths.apart"), t("see")]
    show(table(head, lines, numbers=(3,), name=t("paths.meetings")))
    show(tag("p", text(showing(t, len(rows), rows[0]["total"])), "soft"))
