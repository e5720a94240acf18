"""The quarantine: rows that could not be loaded, with place, column, reason and raw text, masked like everything."""

from __future__ import annotations

import streamlit as st

from app import loaded
from app.components.data_quality import nothing_loaded
from app.components.download import download
from app.components.fields import choose
from app.components.html import link, show, table, tag, text
from app.components.pager import page_of, pager
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count

PAGE = 50
MOST = 10_000
"""Rows in one download."""


def show_quarantine(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the rows, with filters by table and reason, and the same rows as a download."""
    if not reads.loaded():
        nothing_loaded(t, place)
        return
    options = loaded.quarantine_groups()
    if not options:
        state(t("quarantine.none"), t("quarantine.none.said"), [link(place.to("data"), text(t("data.to_load")))])
        return
    left, right = st.columns(2)
    with left:
        held = choose(place, "of", t("load.table"), ["", *sorted({o[0] for o in options})], lambda c: c or t("any"))
    with right:
        reasons = ["", *sorted({o[1] for o in options})]
        reason = choose(place, "reason", t("load.reason"), reasons, lambda c: t.named("reject", c) if c else t("any"))
    total = sum(options.values())
    matching = sum(n for (a, b), n in options.items() if held in ("", a) and reason in ("", b))
    show(tag("p", text(t("quarantine.matching", n=count(matching), total=count(total)))))
    start = page_of(place, matching, PAGE) * PAGE
    rows = loaded.quarantined(held, reason, start, PAGE)
    lines = [
        [
            tag("span", text(row["table"]), "id"),
            text(f"{row['file']}:{row['line']}"),
            tag("span", text(row["column"]), "id"),
            text(t.named("reject", row["reason"])),
            tag("span", text(row["raw"]), "id raw"),
        ]
        for row in rows.to_pylist()
    ]
    head = [t("load.table"), t("load.place"), t("load.column"), t("load.reason"), t("quarantine.raw")]
    show(table(head, lines, name=t("part.data.quarantine")))
    pager(t, place, matching, PAGE)
    show(tag("p", text(t("quarantine.masked", most=count(MOST))), "soft"))
    download(t, loaded.quarantined(held, reason, 0, MOST), "quarantine")
