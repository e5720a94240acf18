"""What if: a ring without one of its members, or without what two of them have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import streamlit as st

from app.components import ring_words
from app.components.entities import kind_name, member_names, ref_of
from app.components.fields import choose
from app.components.html import Html, badge, show, table, tag, text
from app.components.states import known_error
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money
from graphfraud.errors import GraphFraudError
from graphfraud.model.ring import ON_CLAIMS, Member, Ring
from graphfraud.store.base import EntityRef

if TYPE_CHECKING:
    # Slow to import, and only needed once somebody asks.
    from graphfraud.scan.without import Rest, Without

Names = Mapping[EntityRef, str]


def show_what_if(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the question and, once something is chosen, its answer."""
    show(tag("h2", text(t("ring.whatif")), id="whatif"), tag("p", text(t("whatif.said")), "soft"))
    members = {m.id: m for m in ring.members if m.kind in ON_CLAIMS}
    names = member_names(reads, ring.members)
    left, right = st.columns(2)
    with left:
        shown = {"": t("whatif.choose"), **{id: named(t, m, names) for id, m in members.items()}}
        dropped = choose(place, "drop", t("whatif.drop"), list(shown), shown.__getitem__)
    if not dropped:
        return
    with right:
        whole = {"": t("whatif.whole"), **{id: named(t, m, names) for id, m in members.items() if id != dropped}}
        other = choose(place, "edge", t("whatif.edge"), list(whole), whole.__getitem__)
    asked = f"edge({dropped},{other})" if other else dropped
    try:
        with st.spinner(t("whatif.looking"), show_time=True):
            answer = reads.without(ring.ring_id, asked)
    except GraphFraudError as e:
        known_error(t, place, e)
        return
    gone = {dropped, other}
    show(answer_card(t, ring, answer, " – ".join(shown[id] for id in (dropped, other) if id), gone, names))


def named(t: Texts, member: Member, names: Names) -> str:
    """Give a member in words: kind, name and id."""
    parts = (kind_name(t, member.kind), names.get(ref_of(member), ""), member.id)
    return " ".join(part for part in parts if part)


def answer_card(t: Texts, ring: Ring, answer: Without, dropped: str, gone: set[str], names: Names) -> Html:
    """Say whether the ring is still found, and what each of its schemes finds of it."""
    verdict = t("whatif.survives") if answer.survives else t("whatif.dissolves")
    tone = "alert" if answer.survives else "good"
    top = Html(tag("strong", text(t("whatif.without", dropped=dropped))) + Html(" ") + badge(verdict, tone))
    head = [t("scheme"), t("whatif.result"), t("patients"), t("settlements"), t("medfee"), t("whatif.loose")]
    lines = [_line(t, ring, rest, gone, names) for rest in answer.rests]
    return tag("div", Html(tag("div", top, "top") + table(head, lines, numbers=(2, 3, 4), name=verdict)), "card")


def _line(t: Texts, ring: Ring, rest: Rest, gone: set[str], names: Names) -> list[Html]:
    scheme = text(ring_words.scheme_name(t, rest.scheme))
    if not rest.survives:
        why = t("whatif.dissolves") if rest.found else t("whatif.other_data")
        return [scheme, text(why), *(text("—") for _ in range(4))]
    loose = [p for p in ring.patients if p not in rest.patients and p not in gone] if rest.patients else []
    who = t("comma").join(names.get(EntityRef("patient", p), "") or p for p in loose)
    return [
        scheme,
        text(t("whatif.survives")),
        text(f"{count(len(rest.patients))} / {count(len(ring.patients))}"),
        text(count(rest.settlements)),
        text(money(t, rest.medfee_sumamt)),
        text(who or "—"),
    ]
