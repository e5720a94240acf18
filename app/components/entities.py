"""Entities as readers see them: kind, name, id, and a link to the profile."""

from __future__ import annotations

from collections.abc import Iterable

from app.components.html import Html, join, link, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from graphfraud.model.ring import Member
from graphfraud.store.base import EntityRef


def entity_place(place: Place, ref: EntityRef) -> Place:
    """Give the place of an entity's profile."""
    return place.to("entity", entity=str(ref))


def entity_link(place: Place, ref: EntityRef, name: str) -> Html:
    """Give name and id of an entity, linked to its profile."""
    shown = [text(name)] if name else []
    shown.append(tag("span", text(ref.id), "id"))
    return link(entity_place(place, ref), join(shown, " "))


def named_institution(code: str) -> EntityRef:
    """Give the entity under which to ask for an institution's name: registers name it alike whatever its kind."""
    return EntityRef("hospital", code)


def institution_link(place: Place, code: str, name: str) -> Html:
    """Give name and code of an institution whose kind isn't at hand; the bare code leads to its profile."""
    shown = join([*([text(name)] if name else []), tag("span", text(code), "id")], " ")
    return link(place.to("entity", entity=code), shown)


def ref_of(member: Member) -> EntityRef:
    """Give the entity that a member is."""
    return EntityRef(member.kind, member.id)


def member_names(reads: Reads, members: Iterable[Member]) -> dict[EntityRef, str]:
    """Give the names of members."""
    return reads.names(tuple(ref_of(member) for member in members))


def kind_name(t: Texts, kind: str) -> str:
    """Give the kind of an entity in words."""
    return t.named("kind", kind)
