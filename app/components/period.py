"""A period that the reader types: first and last day, both included, kept in the address."""

from __future__ import annotations

from datetime import date

from app.components.fields import type_in
from app.components.html import show, tag, text
from app.place import Place
from app.texts import Texts

FIRST, LAST = "first", "last"


def day(place: Place, name: str) -> date | None:
    """Give a day of the address; what is no day counts as none (the field says so)."""
    try:
        return date.fromisoformat(place.get(name))
    except ValueError:
        return None


def day_field(t: Texts, place: Place, name: str, label: str) -> date | None:
    """Draw a field for a day, with a word below where what is in it is no day."""
    typed = type_in(place, name, label, t("period.hint"))
    found = day(place, name)
    if typed and found is None:
        show(tag("p", text(t("period.wrong", text=typed)), "soft", role="alert"))
    return found
