"""Who met whom, where and when: gatherings and linked pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import streamlit as st

from app.components import timeline
from app.components.download import download
from app.components.entities import entity_link, member_names, ref_of
from app.components.html import Html, join, link, show, table, tag, text
from app.components.ring_attendance import attendance_table
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import chance, count, number, showing, span
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef

MOST_GATHERINGS = 50
MOST_LINKS = 20
MOST_ALL = 1000


def show_gatherings(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the timeline of gatherings."""
    rows = reads.gatherings(ring.ring_id).to_pylist()
    number_of = len({row["gathering"] for row in rows})
    # Without counted meetings, the settlements of one day at one place are no gathering of people.
    title = "ring.gatherings" if len(reads.links(ring.ring_id)) else "ring.days"
    show(tag("h2", text(t(title, n=count(number_of)))))
    if not rows:
        show(tag("p", text(t("ring.no_gatherings")), "soft"))
        return
    names = member_names(reads, ring.members)
    most = timeline.MOST_ALL if place.get("people") == "all" else timeline.MOST_PATIENTS
    people = [m for m in ring.members if m.kind == "patient"][:most]
    shown = {m.id: f"{names.get(ref_of(m), '')} {m.id[-6:]}".strip() for m in people}
    spots = {ref.id: name for ref, name in names.items() if ref.kind != "patient" and name}
    frame = timeline.gathering_rows(t, rows, spots, shown)
    if people:
        drawn, listed = st.tabs([t("attendance.chart"), t("attendance.table")])
        with drawn:
            timeline.put(timeline.gathering_chart(t, frame, list(shown.values())), f"gatherings-{ring.ring_id}")
        with listed:
            show(attendance_table(t, place, ring, rows, [m.id for m in people], names))
    every = len(ring.patients)
    if len(people) < every:
        more = [link(place.but(people="all"), text(t("show_all")))] if most < timeline.MOST_ALL else []
        show(tag("p", join([text(showing(t, len(people), every)), *more], " "), "soft"))
    show(_gathering_table(t, place, ring, rows, spots))
    if number_of > MOST_GATHERINGS:
        show(tag("p", text(showing(t, MOST_GATHERINGS, number_of)), "soft"))


def _gathering_table(t: Texts, place: Place, ring: Ring, rows: list[dict[str, Any]], spots: Mapping[str, str]) -> Html:
    lines = []
    for g in sorted({row["gathering"] for row in rows})[:MOST_GATHERINGS]:
        own = [row for row in rows if row["gathering"] == g]
        first, last = min(r["begin"] for r in own), max(r["end"] for r in own)
        opened = place.to("claims", ring=ring.ring_id, of="gathering", n=str(g))
        codes = sorted({row["fixmedins_code"] for row in own})
        lines.append(
            [
                text(g),
                tag("span", text(span(first, last)), "nowrap"),
                text(t("comma").join(spots.get(code, code) for code in codes)),
                text(count(len({row["patient"] for row in own}))),
                link(opened, text(t("see_claims", n=count(len({r["setl_id"] for r in own})))), "nowrap"),
            ]
        )
    head = ["#", t("when"), t("place"), t("patients"), t("claims")]
    return table(head, lines, numbers=(0, 3), name=t("ring.gathering_list"))


def show_links(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the patient pairs behind the ring, the most frequent first; each opens its claims."""
    rows = reads.links(ring.ring_id)
    if not len(rows):
        return
    ordered = sorted(rows.to_pylist(), key=lambda r: (-r["observed"], r["a"], r["b"]))
    limit = MOST_ALL if place.get("links") == "all" else MOST_LINKS
    names = member_names(reads, ring.members)
    show(tag("h2", text(t("ring.links", n=count(len(ordered))))))
    head = [t("link.a"), t("link.b"), t("observed"), t("expected"), t("chance"), t("institutions"), t("claims")]
    lines = [_link_line(t, place, ring, row, names) for row in ordered[:limit]]
    show(table(head, lines, numbers=(2, 3, 5), name=t("ring.links", n=count(len(ordered)))))
    if limit < len(ordered):
        more = link(place.but(links="all"), text(t("show_all")))
        show(tag("p", join([text(showing(t, limit, len(ordered))), more], " "), "soft"))
    download(t, flat_links(rows), f"links-{ring.ring_id}")


def flat_links(rows: pa.Table) -> pa.Table:
    """Give the links with their settlement ids as one text, for a download."""
    joined = pa.array([" ".join(ids) for ids in rows["setl_ids"].to_pylist()], pa.string())
    return rows.set_column(rows.column_names.index("setl_ids"), "setl_ids", joined)


def _link_line(t: Texts, place: Place, ring: Ring, row: dict[str, Any], names: Mapping[EntityRef, str]) -> list[Html]:
    pair = [EntityRef("patient", row["a"]), EntityRef("patient", row["b"])]
    return [
        *(entity_link(place, ref, names.get(ref, "")) for ref in pair),
        text(count(row["observed"])),
        text(number(row["expected"])),
        text(chance(t, row["p_value"])),
        text(count(row["institutions"])),
        _link_claims(t, place, ring, row),
    ]


def _link_claims(t: Texts, place: Place, ring: Ring, row: dict[str, Any]) -> Html:
    opened = place.to("claims", ring=ring.ring_id, of="link", a=row["a"], b=row["b"], scheme=row["scheme"])
    return link(opened, text(t("see_claims", n=count(len(row["setl_ids"])))), "link-claims")


def picked_link(t: Texts, place: Place, ring: Ring, row: dict[str, Any], names: Mapping[EntityRef, str]) -> Html:
    """Give a line about the edge that was clicked."""
    pair = [EntityRef("patient", row["a"]), EntityRef("patient", row["b"])]
    who = join((entity_link(place, ref, names.get(ref, "")) for ref in pair), " – ")
    said = t("picked.link", observed=count(row["observed"]), expected=number(row["expected"]))
    return tag("div", join([who, text(said), _link_claims(t, place, ring, row)], " · "), "card")
