"""A map of districts without outlines: a row a city, a tile a district in code order, shaded by money at risk.

The data hold district codes only. Their order is that of the national code list (GB/T 2260), where neighbours in a
province stand near each other; nothing is fetched from outside. The table beside it says the same in figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from app.components.html import Html, join, link, tag, text
from app.place import Place
from app.texts import Texts
from app.words import count, money
from graphfraud.store.summary import UNKNOWN, Part

CITY = 4
"""Digits of a district code that name its city (province 2, city 2, district 2)."""
SHADES = 5


def district_map(t: Texts, place: Place, districts: Mapping[str, Part]) -> Html:
    """Draw a tile a district that is registered, linked to its published rings."""
    known = {code: part for code, part in districts.items() if code != UNKNOWN}
    most = max((part.amounts.fund_pay_sumamt for part in known.values()), default=Decimal(0))
    rows = []
    for city in sorted({code[:CITY] for code in known}):
        tiles = [_tile(t, place, code, known[code], most) for code in sorted(known) if code[:CITY] == city]
        rows.append(tag("div", join([tag("span", text(city), "id"), *tiles]), "city"))
    return tag("div", join(rows), "tiles", role="group", aria_label=t("overview.map"))


def shade(value: Decimal, most: Decimal) -> int:
    """Give the shade of a tile: 0 for nothing, else 1 to `SHADES`, in equal steps of the largest amount."""
    if value <= 0 or most <= 0:
        return 0
    return min(SHADES, int(value / most * SHADES) + 1)


def _tile(t: Texts, place: Place, code: str, part: Part, most: Decimal) -> Html:
    said = t("overview.tile", district=code, n=count(part.published), fund=money(t, part.amounts.fund_pay_sumamt))
    inside = join([tag("b", text(code)), tag("small", text(t("overview.tile.rings", n=count(part.published))))])
    css = f"tile shade{shade(part.amounts.fund_pay_sumamt, most)}"
    where = place.to("rings", district=code, status="published", gangs="off")
    return link(where, inside, css, title=said, aria_label=said)
