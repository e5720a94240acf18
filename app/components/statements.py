"""What a claims page is about: the statement that a place names, the settlements behind it, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from app.components import period, ring_words
from app.components.claims import Row, signed_by
from app.components.entities import entity_place, kind_name
from app.components.html import Html, link, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.errors import NotFoundError
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef

MOST = 5000
"""Settlements that one page reads, sorts and saves; of more, the newest."""
MOST_IDS = 100
"""Settlements that an address may name one by one."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Title, at most MOST settlement ids of `total`, and links back. `timed`: it can be narrowed to a period."""

    title: str
    setl_ids: tuple[str, ...]
    total: int
    back: list[Html]
    timed: bool = False


def statement(t: Texts, place: Place, reads: Reads) -> Statement:
    """Give the statement that the place names.

    Raises:
        NotFoundError: the ring, the entity, or the statement isn't there.
    """
    of = place.get("of")
    if of in ("entity", "rule"):
        return _of_entity(t, place, reads)
    if of == "ids":
        ids = tuple(dict.fromkeys(place.get("ids").split(",")))[:MOST_IDS]
        return whole(t("claims.ids", n=count(len(ids))), ids, [link(place.to("entity"), text(t("menu.entity")))])
    ring = reads.ring(place.get("ring"))
    back = [
        link(place.to("rings"), text(t("menu.rings"))),
        link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id")),
    ]
    return whole(*_of_ring(t, place, reads, ring), back)


def whole(title: str, setl_ids: tuple[str, ...], back: list[Html]) -> Statement:
    """Give a statement about these settlements, at most MOST of them."""
    return Statement(title, setl_ids[:MOST], len(setl_ids), back)


def _of_entity(t: Texts, place: Place, reads: Reads) -> Statement:
    ref = reads.resolve(place.get("entity"))
    named = {"kind": kind_name(t, ref.kind), "id": ref.id}
    back = [
        link(place.to("entity"), text(t("menu.entity"))),
        link(entity_place(place, ref), tag("span", text(ref.id), "id")),
    ]
    if place.get("of") == "rule":
        rules, index = reads.marks(ref).rules, place.number("n", -1, 0, 10**6)
        if not 0 <= index < len(rules):
            raise NotFoundError(f"No such rule hit on {ref}", kind="statement", id=place.get("n"))
        return whole(t("claims.rule", rule=rules[index].name, **named), rules[index].setl_ids, back)
    found = reads.ask(
        "timeline",
        entity=str(ref),
        begin=period.day(place, period.FIRST),
        end=period.day(place, period.LAST),
        limit=MOST,
    )
    total = found["total"][0].as_py() if found.num_rows else 0
    return Statement(t("claims.entity", **named), tuple(found["setl_id"].to_pylist()), total, back, timed=True)


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
