"""What a finished job found, with links to it."""

from __future__ import annotations

from typing import Any

from app.components.html import Html, facts, join, link, table, tag, text
from app.components.ring_words import reason_name, scheme_name
from app.place import Place
from app.texts import Texts
from app.words import count, number
from graphfraud.jobs.job import Job

COUNTS = ("rows_read", "accepted", "duplicate", "updated", "quarantined")
MOST = 50
"""Lines of a list; a what-if of a whole city may win and lose more."""


def result(t: Texts, place: Place, job: Job) -> Html:
    """Give what a job found, nothing where it printed nothing."""
    found = job.result()
    if found is None:
        return Html("")
    if job.order.kind == "scan":
        return _scan(t, place, found)
    return _what_if(t, place, found) if job.order.kind == "whatif" else loaded(t, place, found)


def _scan(t: Texts, place: Place, found: dict[str, Any]) -> Html:
    run_id, counts = found["run"]["run_id"], found["counts"]
    names = ("published", "demoted", "settlements", "patients")
    shown = facts((t(f"found.{name}"), text(count(counts[name]))) for name in names)
    steps = [
        link(Place(place.lang, "rings", {"run": run_id}), text(t("found.rings", run=run_id))),
        link(place.to("scans", part="diff", b=run_id), text(t("found.diff"))),
        link(place.to("scans", part="parameters", of=run_id), text(t("found.parameters"))),
    ]
    return join([shown, tag("ul", join(tag("li", step) for step in steps))])


def _what_if(t: Texts, place: Place, found: dict[str, Any]) -> Html:
    names = [("kept", found["kept"]), ("won", len(found["won"])), ("lost", len(found["lost"]))]
    names += [(name, len(found[name])) for name in ("confirmed_lost", "dismissed_avoided")]
    changes = t("comma").join(
        f"{name} {_value(both['was'])} → {_value(both['now'])}" for name, both in found["parameters"].items()
    )
    parts = [
        tag("p", text(t("whatif.against", run=found["run_id"], changes=changes or t("whatif.nothing_changed")))),
        facts((t(f"whatif.{name}"), text(count(n))) for name, n in names),
    ]
    if found["data_changed"]:
        parts.append(tag("p", text(t("whatif.data_changed")), "soft"))
    parts += [_moved(t, place, found, name) for name in ("lost", "won") if found[name]]
    return join(parts)


def _moved(t: Texts, place: Place, found: dict[str, Any], name: str) -> Html:
    rows = []
    for ring in found[name][:MOST]:
        shown = tag("span", text(ring["ring_id"]), "id nowrap")
        # A ring that is won is in no run: nothing was written.
        known = ring["was"] is not None
        opened = link(Place(place.lang, "ring", {"run": found["run_id"], "ring": ring["ring_id"]}), shown)
        rows.append(
            [
                opened if known else shown,
                text(scheme_name(t, ring["scheme"])),
                text(count(ring["patients"])),
                text(_state(t, ring["was"])),
                text(_state(t, ring["now"])),
                text(t.named("label", ring["decision"]) if ring["decision"] else ""),
            ]
        )
    head = [t("ring"), t("scheme"), t("patients"), t("whatif.was"), t("whatif.now"), t("whatif.decision")]
    title = t(f"whatif.{name}")
    listed = [tag("h3", text(title)), table(head, rows, numbers=(2,), name=title)]
    if len(found[name]) > MOST:
        listed.append(tag("p", text(t("showing", shown=MOST, total=len(found[name]))), "soft"))
    return join(listed)


def _state(t: Texts, state: str | None) -> str:
    if state is None:
        return t("whatif.none")
    return t.named("status", state) if state == "published" else reason_name(t, state)


def _value(value: object) -> str:
    return number(value) if isinstance(value, int | float) else str(value)


def loaded(t: Texts, place: Place, found: dict[str, Any]) -> Html:
    """Give what a load or dry run did: counts a file, the first rows put aside, files refused."""
    rows = []
    for batch in found["batches"]:
        reasons = t("comma").join(f"{t.named('reject', r)} {count(n)}" for r, n in batch["reasons"].items())
        why = t("load.already") if batch["already_loaded"] else reasons
        named = [text(batch["table"]), text(batch["file"])]
        rows.append([*named, *(text(count(batch[name])) for name in COUNTS), text(why)])
    head = [t("load.table"), t("load.file"), *(t(f"load.{name}") for name in COUNTS), t("load.reasons")]
    parts = [tag("p", text(t("load.dry")), "soft")] if found["dry_run"] else []
    if rows:
        parts.append(table(head, rows, numbers=range(2, 7), name=t("load.files")))
    if found["examples"]:
        lines = [
            [
                text(f"{e['file']}:{e['line']}"),
                tag("span", text(e["column"]), "id"),
                text(t.named("reject", e["reason"])),
            ]
            for e in found["examples"]
        ]
        title = t("load.examples")
        head = [t("load.place"), t("load.column"), t("load.reason")]
        parts += [tag("h3", text(title)), table(head, lines, name=title)]
    parts += [tag("p", text(t("load.refused", message=e["message"])), "refused") for e in found["failed"]]
    if not found["dry_run"] and rows:
        steps = [
            link(place.to("scans"), text(t("load.next_scan"))),
            link(place.to("data", part="quality"), text(t("load.next_quality"))),
        ]
        if any(batch["quarantined"] for batch in found["batches"]):
            steps.append(link(place.to("data", part="quarantine"), text(t("load.next_quarantine"))))
        parts.append(tag("ul", join(tag("li", step) for step in steps)))
    return join(parts)
