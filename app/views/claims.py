"""Claims: the settlement rows behind one statement, as loaded, with file and line."""

from __future__ import annotations

import streamlit as st

from app.components import ring_words
from app.components.claims import Row, claims_table, note, signed_by, total, wanted_names, whole_rows
from app.components.download import download
from app.components.fields import switch
from app.components.html import Html, facts, join, link, show, tag, text
from app.components.pager import page_of, pager
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.views.paths import hop_claims
from app.words import count, money
from graphfraud.errors import NotFoundError
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef

PAGE = 50
SUMS = {"medfee": "medfee_sumamt", "fund": "fund_pay_sumamt", "acct": "acct_pay"}


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    title, setl_ids, back = what(t, place, reads)
    show(tag("div", join([*back, text(t("claims"))], " › "), "crumbs"), tag("h1", text(title)))
    claims = reads.claims(setl_ids)
    rows = claims.to_pylist()
    if not rows:
        state(t("claims.none"), t("claims.none.said"), [*back])
        return
    sums = [(t(name), text(money(t, total(rows, column)))) for name, column in SUMS.items()]
    show(facts([(t("settlements"), text(count(len(rows)))), *sums]), note(t))
    start = page_of(place, len(rows), PAGE) * PAGE
    shown = rows[start : start + PAGE]
    left, right = st.columns([3, 1])
    with left:
        pager(t, place, len(rows), PAGE)
    with right:
        every = switch(place, "columns", t("claims.all_columns"), on=False)
    names = reads.names(wanted_names(shown))
    show(whole_rows(t, shown, title) if every else claims_table(t, place, shown, names, title))
    download(t, claims, f"claims-{place.get('ring') or 'path'}-{place.get('of')}")


def what(t: Texts, place: Place, reads: Reads) -> tuple[str, tuple[str, ...], list[Html]]:
    """Give title, settlement ids and the way back of the statement that the place names.

    Raises:
        NotFoundError: the ring, or the statement in it, isn't there.
    """
    if place.get("of") == "hop":
        return hop_claims(t, place, reads)
    ring = reads.ring(place.get("ring"))
    back = [
        link(place.to("rings"), text(t("menu.rings"))),
        link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id")),
    ]
    title, setl_ids = _of_ring(t, place, reads, ring)
    return title, setl_ids, back


def _of_ring(t: Texts, place: Place, reads: Reads, ring: Ring) -> tuple[str, tuple[str, ...]]:
    of, index = place.get("of"), place.number("n", -1, 0, 10**9)
    if of == "evidence" and 0 <= index < len(ring.evidence):
        found = ring.evidence[index]
        return t("claims.evidence", signal=ring_words.signal_name(t, found)), found.setl_ids
    if of == "link":
        return _of_link(t, place, reads, ring)
    if of == "gathering":
        return _of_gathering(t, place, reads, ring)
    if of == "member":
        return _of_member(t, place, reads, ring)
    if of == "all":
        return t("claims.all"), ring.setl_ids
    raise NotFoundError(f"No such statement in ring {ring.ring_id}: {of}", kind="statement", id=of)


def _of_link(t: Texts, place: Place, reads: Reads, ring: Ring) -> tuple[str, tuple[str, ...]]:
    wanted = (place.get("a"), place.get("b"), place.get("scheme"))
    for row in reads.links(ring.ring_id).to_pylist():
        if (row["a"], row["b"], row["scheme"]) == wanted:
            return t("claims.link", a=row["a"], b=row["b"]), tuple(row["setl_ids"])
    raise NotFoundError(f"Ring {ring.ring_id} has no link {' – '.join(wanted)}", kind="statement", id=wanted[0])


def _of_gathering(t: Texts, place: Place, reads: Reads, ring: Ring) -> tuple[str, tuple[str, ...]]:
    wanted = place.number("n", -1, 0, 10**9)
    rows = reads.gatherings(ring.ring_id).to_pylist()
    own = sorted({row["setl_id"] for row in rows if row["gathering"] == wanted})
    return t("claims.gathering", n=wanted), tuple(own)


def _of_member(t: Texts, place: Place, reads: Reads, ring: Ring) -> tuple[str, tuple[str, ...]]:
    ref = reads.resolve(place.get("entity"))
    title = t("claims.member", kind=t.named("kind", ref.kind), id=ref.id)
    return title, tuple(row["setl_id"] for row in reads.claims(ring.setl_ids).to_pylist() if _about(row, ref))


def _about(row: Row, ref: EntityRef) -> bool:
    """Say whether a claim names the entity."""
    if ref.kind == "patient":
        return bool(row["patient"] == ref.id)
    return signed_by(row, ref.id) if ref.kind == "doctor" else bool(row["fixmedins_code"] == ref.id)
