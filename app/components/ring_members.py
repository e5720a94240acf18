"""Who belongs to a ring, and in which role."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from app.components.download import download
from app.components.entities import entity_link, kind_name, member_names, ref_of
from app.components.html import Html, bar, join, link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, percent, showing
from graphfraud.model.ring import Member, Ring
from graphfraud.store.base import EntityRef

MOST_MEMBERS = 50
MOST_ALL = 1000


def show_members(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the patients, each with strength, stability and the way to its claims."""
    people = [m for m in ring.members if m.kind == "patient"]
    names = member_names(reads, ring.members)
    limit = MOST_ALL if place.get("members") == "all" else MOST_MEMBERS
    if people:
        title = t("ring.members", n=count(len(people)))
        show(tag("h2", text(title)))
        show(_member_table(t, place, ring, people[:limit], names, title))
    if limit < len(people):
        more = link(place.but(members="all"), text(t("show_all")))
        shown = showing(t, min(limit, len(people)), len(people))
        show(tag("p", join([text(shown), more], " "), "soft"))
    download(t, member_rows(ring, names), f"members-{ring.ring_id}")


def show_venues(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw institutions, doctors and others of the ring, with role and strength."""
    others = [m for m in ring.members if m.kind != "patient"]
    title = t("ring.venues", n=count(len(others)))
    show(tag("h2", text(title)))
    if others:
        names = member_names(reads, others)
        rows = [_venue_line(t, place, ring, m, names) for m in others[:MOST_MEMBERS]]
        show(table([t("who"), t("strength"), t("claims")], rows, name=title))
    if len(others) > MOST_MEMBERS:
        show(tag("p", text(showing(t, MOST_MEMBERS, len(others))), "soft"))


def member_rows(ring: Ring, names: Mapping[EntityRef, str]) -> pa.Table:
    """Give the members under contract names, for a download."""
    return pa.Table.from_pylist(
        [
            {
                "kind": m.kind,
                "id": m.id,
                "name": names.get(ref_of(m), ""),
                "role": m.role,
                "strength": m.strength,
                "stability": m.stability,
                "aliases": " ".join(m.aliases),
            }
            for m in ring.members
        ]
    )


def _member_table(
    t: Texts, place: Place, ring: Ring, members: list[Member], names: Mapping[EntityRef, str], name: str
) -> Html:
    head = [t("who"), t("strength"), t("stability"), t("claims")]
    return table(head, [_patient_line(t, place, ring, m, names) for m in members], name=name)


def _patient_line(t: Texts, place: Place, ring: Ring, member: Member, names: Mapping[EntityRef, str]) -> list[Html]:
    who = entity_link(place, ref_of(member), names.get(ref_of(member), ""))
    if member.role != "member":
        who = Html(f"{who} {text(t.named('role', member.role))}")
    if member.aliases:
        who = Html(who + tag("div", text(t("aliases", ids=", ".join(member.aliases))), "soft"))
    return [who, _share(member.strength), _share(member.stability), _claims(t, place, ring, member)]


def _venue_line(t: Texts, place: Place, ring: Ring, member: Member, names: Mapping[EntityRef, str]) -> list[Html]:
    """Give a line without stability, which is measured for patients only."""
    role = text(f"{kind_name(t, member.kind)} · {t.named('role', member.role)}")
    who = entity_link(place, ref_of(member), names.get(ref_of(member), ""))
    return [Html(who + tag("div", role, "soft")), _share(member.strength), _claims(t, place, ring, member)]


def _share(value: float) -> Html:
    return tag("span", bar(value, percent(value)), "nowrap")


def _claims(t: Texts, place: Place, ring: Ring, member: Member) -> Html:
    opened = place.to("claims", ring=ring.ring_id, of="member", entity=str(ref_of(member)))
    return link(opened, text(t("see")), "nowrap")


def picked_member(t: Texts, place: Place, ring: Ring, member: Member, names: Mapping[EntityRef, str]) -> Html:
    """Give a line about the node that was clicked."""
    ref = ref_of(member)
    said = t("picked.member", kind=kind_name(t, member.kind), strength=percent(member.strength))
    ways = [entity_link(place, ref, names.get(ref, "")), text(said), _claims(t, place, ring, member)]
    return tag("div", join(ways, " · "), "card")
