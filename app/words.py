"""Numbers, dates and names in the words of a language."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from app.texts import Texts
from graphfraud.model.money import money_text

LONGEST = 200
"""Characters of a name: the national tables' own width for names of institutions."""
# Unicode's marks of direction (UAX #9), which could show a name, or what follows it, in another order than it is in.
TURNING = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")


def money(t: Texts, value: Decimal) -> str:
    """Give yuan with two decimals and thousands marks: the figure of the command line, only grouped."""
    sign, digits = ("-", value.copy_abs()) if value < 0 else ("", value)
    whole, cents = money_text(digits).split(".")
    return t("money", sign=sign, value=f"{int(whole):,}.{cents}")


def count(value: int) -> str:
    """Give a whole number with thousands marks."""
    return f"{value:,}"


def number(value: float) -> str:
    """Give a measured number: whole numbers bare, others with at most four significant decimals."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4g}"


def score(value: float) -> str:
    """Give a score with three decimals, as the command line does."""
    return f"{value:.3f}"


def percent(share: float) -> str:
    """Give a share as a percentage with at most one decimal."""
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


def chance(t: Texts, p_value: float) -> str:
    """Give a p-value in words: "one in 250", "less than one in a million million"."""
    if p_value <= 1e-12:
        return t("chance.tiny")
    if p_value >= 0.5:
        return t("chance.likely")
    return t("chance.one_in", n=f"{round(1 / p_value):,}")


def when(value: str) -> str:
    """Give an ISO 8601 time to the minute, without its offset (all times are UTC+8)."""
    return value[:16].replace("T", " ")


def span(begin: datetime, end: datetime) -> str:
    """Give a period: days where both ends are whole days, else to the minute, the day said once."""
    if begin.time() == end.time() == time.min:
        return f"{begin:%Y-%m-%d} – {end:%Y-%m-%d}"
    last = f"{end:%H:%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{begin:%Y-%m-%d %H:%M} – {last}"


def name(value: str) -> str:
    """Give a name as a page can bear it: at most 200 characters, and no marks that turn the text around it."""
    plain = value.translate(TURNING)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def showing(t: Texts, shown: int, total: int) -> str:
    """Say how much of the whole is on the page: "37 of 412"."""
    return t("showing", shown=count(shown), total=count(total))
