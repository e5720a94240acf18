"""The ledger: every file that was loaded, with its rows, mapping, versions, when and by whom."""

from __future__ import annotations

import json

from app import loaded
from app.components.data_quality import nothing_loaded
from app.components.download import download
from app.components.html import Html, show, table, tag, text
from app.components.pager import page_of, pager
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, when

PAGE = 50
COUNTS = ("rows_read", "accepted", "duplicate", "updated", "quarantined")


def show_ledger(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the ledger, newest load first."""
    rows = loaded.ledger()
    if not rows.num_rows:
        nothing_loaded(t, place)
        return
    who = loaded.loaded_by()
    start = page_of(place, rows.num_rows, PAGE) * PAGE
    lines = [_row(t, row, who) for row in rows.slice(start, PAGE).to_pylist()]
    head = [t("ledger.when"), t("ledger.who"), t("load.table"), t("load.file"), *(t(f"load.{n}") for n in COUNTS)]
    head += [t("ledger.reasons"), t("load.mapping"), t("ledger.version")]
    show(table(head, lines, numbers=range(4, 9), name=t("part.data.ledger")))
    pager(t, place, rows.num_rows, PAGE)
    download(t, rows, "ledger")


def _row(t: Texts, row: dict[str, object], who: dict[str, str]) -> list[Html]:
    reasons = t("comma").join(f"{t.named('reject', r)} {count(n)}" for r, n in json.loads(str(row["reasons"])).items())
    return [
        tag("span", text(when(str(row["loaded_at"]))), "nowrap"),
        text(who.get(str(row["batch_id"]), "") or t("history.command_line")),
        tag("span", text(row["table"]), "id"),
        Html(text(row["file"]) + tag("div", text(str(row["sha256"])[:16]), "id soft")),
        *(text(count(int(str(row[name])))) for name in COUNTS),
        text(reasons),
        Html(text(row["mapping"]) + tag("div", text(str(row["mapping_digest"])[:8]), "id soft")),
        text(row["code_version"]),
    ]
