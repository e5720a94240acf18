"""Every parameter of a run: what it means, its unit, default and range, and the value that the run used."""

from __future__ import annotations

import streamlit as st

from app.components.fields import choose, switch, type_in
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.components.states import no_run, nothing_matches
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, number, when
from graphfraud.parameters import Parameter, Parameters, known, word_lists


def show_parameters(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the parameters, those that differ from their default first marked."""
    runs = reads.runs()
    if not runs:
        no_run(t, place)
        return
    named = {r.run_id: t("diff.run", run=r.run_id, at=when(r.finished_at), n=count(r.published)) for r in runs}
    first, second, third = st.columns([3, 3, 2], vertical_alignment="bottom")
    with first:
        run_id = choose(place, "of", t("run"), list(named), lambda c: named[c])
    with second:
        wanted = type_in(place, "q", t("parameters.search"), t("parameters.search.hint")).lower()
    with third:
        changed_only = switch(place, "changed", t("parameters.changed_only"), on=False)
    used = reads.store.parameters(run=run_id)
    every = list(known().values())
    listed = [p for p in every if _fits(p, wanted) and (not changed_only or used[p.name] != p.default)]
    show(tag("p", text(t("showing", shown=count(len(listed)), total=count(len(every))))))
    if not listed:
        nothing_matches(t, t("parameters.nothing"), place.but(q="", changed=""))
    else:
        rows = [_row(t, place, p, used) for p in listed]
        names = ("name", "meaning", "unit", "default", "range", "used")
        head = [*(t(f"parameters.{n}") for n in names), ""]
        show(table(head, rows, numbers=(3, 5), name=t("part.scans.parameters")))
    if not wanted and not changed_only:
        _words(t, used)


def _fits(one: Parameter, wanted: str) -> bool:
    return wanted in f"{one.name} {one.zh} {one.en}".lower()


def _row(t: Texts, place: Place, one: Parameter, used: Parameters) -> list[Html]:
    value = used[one.name]
    shown = text(number(value))
    try_it = link(place.to("scans", part="whatif", p1=one.name), text(t("parameters.try")))
    return [
        tag("span", text(one.name), "id"),
        text(one.zh if t.lang == "zh" else one.en),
        tag("span", text(t.named("unit", one.unit.replace(" ", "_")) if one.unit else ""), "nowrap"),
        text(number(one.default)),
        tag("span", text(f"{number(one.min)} – {number(one.max)}"), "nowrap"),
        shown if value == one.default else badge(number(value), "warn"),
        tag("span", try_it, "nowrap"),
    ]


def _words(t: Texts, used: Parameters) -> None:
    """Draw the lists of words by which a scan knows what provinces name differently."""
    show(tag("h2", text(t("parameters.words"))))
    rows = [
        [
            tag("span", text(one.name), "id"),
            text(one.zh if t.lang == "zh" else one.en),
            join([tag("span", text(word), "badge") for word in used.words(one.name)], " "),
        ]
        for one in word_lists().values()
    ]
    head = [t("parameters.name"), t("parameters.meaning"), t("parameters.used")]
    show(table(head, rows, name=t("parameters.words")))
