"""The parts of a view as a row of links: which one is open is in the address."""

from __future__ import annotations

from app.components.html import join, link, show, tag, text
from app.place import Place
from app.texts import Texts


def parts(t: Texts, place: Place, view: str, names: tuple[str, ...]) -> str:
    """Draw the links and give the part that is open, the first by default."""
    asked = place.get("part")
    chosen = asked if asked in names else names[0]
    links = []
    for name in names:
        current = {"aria_current": "page"} if name == chosen else {}
        there = place.to(view, part="" if name == names[0] else name)
        links.append(link(there, text(t(f"part.{view}.{name}")), "here" if name == chosen else "", **current))
    show(tag("nav", join(links), "parts", aria_label=t("parts")))
    return chosen
