"""Pages of a long list: what is shown of how much, and the way to the rest."""

from __future__ import annotations

from app.components.html import join, link, show, tag, text
from app.place import Place
from app.texts import Texts
from app.words import count


def page_of(place: Place, total: int, size: int) -> int:
    """Give the page that the place asks for, from 0, within what there is."""
    last = max(0, (total - 1) // size)
    return place.number("page", 1, 1, last + 1) - 1


def pager(t: Texts, place: Place, total: int, size: int) -> None:
    """Draw which lines of how many are shown, with links to the pages before and after."""
    page = page_of(place, total, size)
    first, last = page * size + 1, min((page + 1) * size, total)
    said = t("lines", first=count(min(first, total)), last=count(last), total=count(total))
    parts = [text(said)]
    if page > 0:
        parts.append(link(place.but(page=str(page)), text(t("page.before")), rel="prev"))
    if last < total:
        parts.append(link(place.but(page=str(page + 2)), text(t("page.after")), rel="next"))
    show(tag("div", join(tag("span", part) for part in parts), "pager"))
