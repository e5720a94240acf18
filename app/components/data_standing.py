"""How far the data carry: what loads turned away, and what the scan had to leave out for want of columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.components.html import Html, badge, entries, join, link, show, table, tag, text
from app.components.ring_words import scheme_name
from app.place import VIEWS, Place
from app.texts import Texts
from app.words import count, when
from graphfraud.lake.loads import COUNTS, TableLoads
from graphfraud.store.base import Coverage

STATES = {"off": "alert", "weak": "warn"}


def show_gate(t: Texts, place: Place, loads: Sequence[TableLoads]) -> None:
    """Draw the quality gate: rows by what became of them, the reasons, the tables that lost rows."""
    show(tag("h2", text(t("overview.gate"))))
    if not loads:
        show(tag("p", text(t("overview.gate.none")), "soft"))
        return
    sums = {name: sum(table.rows[name] for table in loads) for name in COUNTS}
    share = sums["quarantined"] / sums["rows_read"] if sums["rows_read"] else 0.0
    label = badge(t("overview.gate.clean"), "good")
    if sums["quarantined"]:
        label = badge(t("overview.gate.lost", n=count(sums["quarantined"]), share=f"{share:.2%}"), "warn")
    newest = t("overview.gate.newest", at=when(max(table.loaded_at for table in loads)))
    show(tag("p", join([label, text(newest)], " ")))
    figures = [(t(f"overview.gate.{name}"), text(count(n))) for name, n in sums.items()]
    show(entries([(t("overview.gate.files"), text(count(sum(table.files for table in loads)))), *figures]))
    reasons: Counter[str] = Counter()
    for loaded in loads:
        reasons.update(loaded.reasons)
    if reasons:
        rows = [
            [tag("span", text(lost.table), "id"), text(count(lost.rows["quarantined"])), text(_reasons(t, lost))]
            for lost in loads
            if lost.rows["quarantined"]
        ]
        head = [t("overview.gate.table"), t("overview.gate.quarantined"), t("overview.gate.why")]
        show(table(head, rows, numbers=(1,), name=t("overview.gate")))
    if "data" in VIEWS:
        show(tag("p", link(place.to("data"), text(t("overview.gate.open")))))


def _reasons(t: Texts, lost: TableLoads) -> str:
    return t("comma").join(f"{t.named('overview.refused', reason)} {count(n)}" for reason, n in lost.reasons.items())


def show_coverage(t: Texts, coverage: Sequence[Coverage]) -> None:
    """Draw what was switched off or weakened for want of data, and which columns would switch it on."""
    show(tag("h2", text(t("overview.coverage"))))
    lacking = [found for found in coverage if found.state != "on"]
    said = t("overview.coverage.said", on=count(len(coverage) - len(lacking)), total=count(len(coverage)))
    show(tag("p", text(said), "soft"))
    if not lacking:
        return
    rows = [[text(_name(t, found)), _state(t, found), tag("span", text(_missing(t, found)), "id")] for found in lacking]
    head = [t("overview.coverage.what"), t("overview.coverage.state"), t("overview.coverage.missing")]
    show(table(head, rows, name=t("overview.coverage")))


def _name(t: Texts, found: Coverage) -> str:
    if found.kind == "scheme":
        return scheme_name(t, found.code)
    named = t.named("signal", found.code)
    return t("overview.coverage.signal", name=named if named != found.code else t.named("innocent", found.code))


def _state(t: Texts, found: Coverage) -> Html:
    return tag("span", badge(t.named("overview.state", found.state), STATES.get(found.state, "")), "nowrap")


def _missing(t: Texts, found: Coverage) -> str:
    return t("comma").join(found.missing)
