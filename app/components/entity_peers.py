"""How an entity stands among its peers, in plain words beside a bar."""

from __future__ import annotations

from decimal import Decimal

from app.components.html import Html, bar, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, number, percent
from graphfraud.store.base import EntityRef
from graphfraud.store.findings import Comparison

FAR = 0.95
"""From here on a line is set bold: of 20 measures that mean nothing, one gets there."""


def show_peers(t: Texts, place: Place, reads: Reads, ref: EntityRef) -> None:
    """Draw each measure with its percentile, or say that there are too few peers."""
    show(tag("h2", text(t("entity.peers"))))
    found = reads.peers(ref)
    if not found:
        show(tag("p", text(t("entity.no_peers")), "soft"))
        return
    rows = [
        [
            text(t.named("measure", c.measure)),
            text(value_words(t, c)),
            tag(
                "span",
                Html(bar(c.above, "") + tag("b" if c.above >= FAR else "span", text(standing_words(t, c)))),
                "nowrap",
            ),
            text(t("entity.among", n=count(c.peers), group=group_words(t, c))),
        ]
        for c in found
    ]
    head = [t("entity.measure"), t("entity.value"), t("entity.standing"), t("entity.whom")]
    show(table(head, rows, numbers=(1,), name=t("entity.peers")))
    show(tag("p", text(t("entity.peers.said")), "soft"))


def value_words(t: Texts, c: Comparison) -> str:
    """Give a measure's value in its unit."""
    if c.measure.endswith("_share"):
        return percent(c.value)
    if c.measure.startswith(("fund_", "acct_")):
        return money(t, Decimal(f"{c.value:.2f}"))
    return number(round(c.value, 1))


def standing_words(t: Texts, c: Comparison) -> str:
    """Say how many of the peers lie below."""
    said = {0.0: t("entity.above_none"), 1.0: t("entity.above_all")}
    # 99.97 % would read as 100 %, which only the highest is.
    return said.get(c.above) or t("entity.above", share=percent(min(c.above, 0.999)))


def group_words(t: Texts, c: Comparison) -> str:
    """Name the peers: "level-2 hospitals", "insured persons aged 60-74"."""
    wide = t.named("peers", c.wide)
    if not c.narrow:
        return wide
    if c.wide == "hospital":
        return t("peers.level", level=t.named("level", c.narrow))
    if c.wide == "patient":
        return t("peers.age", band=c.narrow.removesuffix("-") + ("+" if c.narrow.endswith("-") else ""))
    return t("peers.department", wide=wide, code=c.narrow)
