"""The data-quality report: what the lake holds, what is odd about it, which schemes it can feed."""

from __future__ import annotations

from typing import Any

from app import loaded
from app.components.html import Html, badge, facts, join, link, show, table, tag, text
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, percent
from graphfraud.model.schema import tables

TONES = {"on": "good", "weak": "warn", "off": "alert"}
NAMED = 6


def show_quality(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the report."""
    about = loaded.quality_report()
    if not about["quality"]["tables"]:
        nothing_loaded(t, place)
        return
    quality = about["quality"]
    _figures(t, quality)
    rows = [_row(t, name, held) for name, held in quality["tables"].items()]
    names = ("table", "rows", "period", "empty", "orphans", "odd")
    show(tag("h2", text(t("quality.tables"))))
    show(table([t(f"quality.{n}") for n in names], rows, numbers=(1,), name=t("quality.tables")))
    show(tag("h2", text(t("quality.schemes"))))
    states = [_state(t, s, "scheme") for s in about["schemes"]] + [_state(t, s, "signal") for s in about["signals"]]
    show(table([t("quality.what"), t("status"), t("quality.missing")], states, name=t("quality.schemes")))


def nothing_loaded(t: Texts, place: Place) -> None:
    """Say that nothing was loaded yet."""
    state(t("data.empty"), t("data.empty.said"), [link(place.to("data"), text(t("data.to_load")))])


def _figures(t: Texts, quality: dict[str, Any]) -> None:
    pairs = [(t.named("quality", name), n) for name, n in quality.get("settlements", {}).items()]
    if "duplicate_persons" in quality:
        pairs.append((t("quality.persons"), quality["duplicate_persons"]["certno"]))
    if "days_without_data" in quality:
        pairs.append((t("quality.gaps"), quality["days_without_data"]["institutions"]))
    show(facts((name, text(count(n))) for name, n in pairs))


def _row(t: Texts, name: str, held: dict[str, Any]) -> list[Html]:
    model = tables()[name]
    title = model.zh if t.lang == "zh" else model.en
    return [
        Html(tag("span", text(name), "id") + tag("div", text(title), "soft")),
        text(count(held["rows"])),
        tag("span", text(" – ".join(held["period"] or [])), "nowrap"),
        text(_empty(t, held["null_rate"])),
        text(t("comma").join(_orphan(c, o) for c, o in held["orphans"].items() if o["rows"])),
        join([tag("div", text(line)) for line in _odd(t, held)]),
    ]


def _empty(t: Texts, rates: dict[str, float]) -> str:
    """Name the emptiest columns that hold something, then those that hold nothing."""
    some = sorted(((r, c) for c, r in rates.items() if 0 < r < 1), reverse=True)
    listed = [f"{column} {percent(rate)}" for rate, column in some[:NAMED]]
    if len(some) > NAMED:
        listed.append(t("quality.more", n=len(some) - NAMED))
    none = [c for c, r in rates.items() if r == 1]
    if none:
        listed.append(t("quality.all_empty", columns=" ".join(none[:NAMED]), n=len(none)))
    return t("comma").join(listed)


def _orphan(column: str, found: dict[str, Any]) -> str:
    return f"{column} → {found['table']} {percent(found['rate'])}"


def _odd(t: Texts, held: dict[str, Any]) -> list[str]:
    lines = [t("quality.unreadable", column=c, n=count(n)) for c, n in held["unreadable"].items()]
    lines += [t("wizard.rejected", reason=t.named("reject", r), n=count(n)) for r, n in held["quarantined"].items()]
    for column, misses in held["code_misses"].items():
        codes = t("comma").join(f"{code} ({count(n)})" for code, n in list(misses.items())[:NAMED])
        lines.append(t("quality.codes", column=column, codes=codes))
    if held["unknown_columns"]:
        lines.append(t("quality.ignored", columns=t("comma").join(held["unknown_columns"][:NAMED])))
    return lines


def _state(t: Texts, found: dict[str, Any], family: str) -> list[Html]:
    code = found[family]
    name = t.words.get(f"{family}.{code}") or t.named("innocent", code)
    return [
        text(name),
        badge(t.named("dataused", found["state"]), TONES[found["state"]]),
        tag("span", text(t("comma").join(found["missing"])), "id"),
    ]
