"""The mapping wizard: which table a file is, which column is which, what the first rows would be, then load it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import streamlit as st

from app import job_acts, loaded
from app.components.fields import choose, type_in
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.components.load_start import start_buttons
from app.components.shell import go
from app.components.states import error_words, state
from app.place import Place
from app.texts import Texts
from app.words import count, percent
from graphfraud.errors import GraphFraudError
from graphfraud.model.schema import Table, tables
from ingest.draft import Draft, draft, known_sources
from ingest.guess import Guess, TableGuess, codes_of, masked_samples
from ingest.mapping import Mapping, load_mapping
from ingest.preview import Preview, preview
from ingest.sample import Sample, take_sample

TABLES = 5
"""Tables named as likely."""
SURE, DOUBTFUL = 0.85, 0.6
NONE = "-"
WORDS = 8
"""Translated codes named beside a column."""


def show_wizard(t: Texts, place: Place) -> None:
    """Draw the wizard for the file of the address.

    Raises:
        NotFoundError: the file was loaded or cleared away.
    """
    path = job_acts.upload_file(place.get("file"))
    other = link(place.to("data"), text(t("load.other")))
    show(tag("h2", text(t("wizard.title", file=path.name))), tag("p", other))
    try:
        sample = take_sample(path)
    except GraphFraudError as e:
        state(t("wizard.unreadable"), error_words(t, e), [other])
        return
    if not sample.rows:
        state(t("wizard.no_rows"), t("wizard.no_rows.said"), [other])
        return
    guess = _table(t, place, sample)
    made = _columns(t, place, guess, sample, _kept(t, place))
    _preview(t, path, made)
    _start(t, place, made, guess, sample)


def _table(t: Texts, place: Place, sample: Sample) -> TableGuess:
    """Draw the choice of the table, the likeliest first."""
    found = loaded.guess_tables(sample)
    names = [g.table.name for g in found]
    by_name = {g.table.name: g for g in found}
    show(tag("h3", text(t("wizard.table"))))
    picked = choose(place, "table", t("wizard.table.field"), names, lambda n: _named(t, by_name[n]))
    likely = t("comma").join(_named(t, g) for g in found[:TABLES] if g.confidence > 0)
    show(tag("p", text(t("wizard.likely", tables=likely, rows=count(sample.rows))), "soft"))
    return by_name[picked]


def _named(t: Texts, guess: TableGuess) -> str:
    one = guess.table
    return f"{one.name} · {one.zh if t.lang == 'zh' else one.en} · {percent(guess.confidence)}"


def _kept(t: Texts, place: Place) -> Mapping | None:
    """Draw the choice of a mapping made before, where there is one."""
    there = loaded.mappings()
    if not there:
        return None
    name = choose(place, "use", t("wizard.use"), ["", *there], lambda c: c or t("wizard.use_none"))
    return load_mapping(there[name]) if name else None


def _columns(t: Texts, place: Place, guess: TableGuess, sample: Sample, kept: Mapping | None) -> Draft:
    """Draw each national column with its guess, open to correction; columns without any stay folded away."""
    show(tag("h3", text(t("wizard.columns"))), tag("p", text(t("wizard.columns.said")), "soft"))
    corrections = {g.column.name: _corrected(place, g) for g in guess.columns if place.get(_key(g))}
    kept_sources = known_sources(guess, sample, kept)
    guess = replace(guess, columns=tuple(_as_kept(g, kept_sources) for g in guess.columns))
    first = [g for g in guess.columns if g.column.required or g.source or g.column.name in corrections]
    rest = [g for g in guess.columns if g not in first]
    for one in first:
        _column(t, place, one, sample, corrections)
    if rest:
        with st.expander(t("wizard.rest", n=count(len(rest)))):
            for one in rest:
                _column(t, place, one, sample, corrections)
    made = draft(guess, sample, corrections, kept)
    unused = [s for s in sample.header if s not in made.sources.values()]
    if unused:
        rows = [[tag("span", text(s), "id"), _values(masked_samples(sample, s, None))] for s in unused]
        show(tag("p", text(t("wizard.unused", n=count(len(unused))))))
        show(table([t("wizard.source"), t("wizard.values")], rows, name=t("wizard.unused.title")))
    return made


def _as_kept(one: Guess, sources: dict[str, str]) -> Guess:
    """Let an earlier mapping go before the guess."""
    source = sources.get(one.column.name)
    return replace(one, source=source, confidence=1.0, why="kept") if source else one


def _key(guess: Guess) -> str:
    return f"c_{guess.column.name}"


def _corrected(place: Place, guess: Guess) -> str:
    typed = place.get(_key(guess))
    return "" if typed == NONE else typed


def _column(t: Texts, place: Place, one: Guess, sample: Sample, corrections: dict[str, str]) -> None:
    name, choice, seen = st.columns([3, 3, 4], vertical_alignment="center")
    source = corrections.get(one.column.name, one.source or "")
    with name:
        star = badge(t("wizard.required"), "alert" if not source else "") if one.column.required else Html("")
        title = one.column.zh if t.lang == "zh" else ""
        show(tag("div", join([tag("span", text(one.column.name), "id"), text(title), star], " ")))
    with choice:
        guessed = one.source if one.source else NONE
        options = [guessed, *(s for s in (NONE, *sample.header) if s != guessed)]
        choose(place, _key(one), one.column.name, options, lambda s: t("wizard.none") if s == NONE else s, quiet=True)
    with seen:
        show(_seen(t, one, source, sample, changed=one.column.name in corrections))


def _seen(t: Texts, one: Guess, source: str, sample: Sample, *, changed: bool) -> Html:
    """Give how sure the guess is, and a few values, masked."""
    if not source:
        return tag("span", text(t("wizard.nothing")), "soft")
    tone = "good" if one.confidence >= SURE else "warn" if one.confidence >= DOUBTFUL else "alert"
    mark = badge(t("wizard.by_hand"), "calm") if changed else badge(_why(t, one), tone)
    words = codes_of(one.column, sample.values[source])
    there = [word for word in dict.fromkeys(sample.values[source]) if word in words]
    coded = [tag("span", text(f"{word} → {words[word]}"), "badge calm") for word in there[:WORDS]]
    return tag("div", join([mark, _values(masked_samples(sample, source, one.column)), *coded], " "))


def _why(t: Texts, one: Guess) -> str:
    return f"{t.named('guess', one.why)} {percent(one.confidence)}"


def _values(texts: Sequence[str]) -> Html:
    return join([tag("span", text(value), "id sample") for value in texts], " ")


def _preview(t: Texts, path: Path, made: Draft) -> None:
    """Draw the first rows as they would be loaded."""
    show(tag("h3", text(t("wizard.preview"))))
    mapping = made.mapping("draft").tables[made.table]
    try:
        found = preview(path, mapping)
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        return
    if found is None or not found.table.num_columns:
        show(tag("p", text(t("wizard.no_columns")), "soft"))
        return
    bad = sum(found.reasons.values())
    show(tag("p", text(t("wizard.checked", rows=count(found.rows), good=count(found.rows - bad), bad=count(bad)))))
    _problems(t, found)
    if found.table.num_rows:
        show(_rows(t, found.table, tables()[made.table]))


def _problems(t: Texts, found: Preview) -> None:
    lines = [t("wizard.rejected", reason=t.named("reject", r), n=count(n)) for r, n in found.reasons.items()]
    lines += [t("wizard.emptied", column=c, n=count(n)) for c, n in found.unreadable.items()]
    if found.rejected:
        first = found.rejected[0]
        lines.append(t("wizard.first", line=count(first.line), column=first.column or "–"))
    if lines:
        show(tag("ul", join(tag("li", text(line)) for line in lines), "refused"))


def _rows(t: Texts, rows: pa.Table, model: Table) -> Html:
    head = [f"{n} {model.column(n).zh}" if t.lang == "zh" else n for n in rows.column_names]
    lines = [[tag("span", text(_shown(value)), "nowrap") for value in row.values()] for row in rows.to_pylist()]
    return table(head, lines, name=t("wizard.preview"))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return "" if value is None else str(value)


def _start(t: Texts, place: Place, made: Draft, guess: TableGuess, sample: Sample) -> None:
    """Draw the name of the mapping and the buttons."""
    lacking = [
        c.name
        for c in guess.table.columns
        if c.required and not c.from_row and made.sources.get(c.name, NONE) not in sample.header
    ]
    show(tag("h3", text(t("wizard.load"))))
    if lacking:
        show(tag("p", text(t("wizard.lacking", columns=t("comma").join(lacking))), "refused", role="alert"))
    left, right = st.columns([3, 5], vertical_alignment="bottom")
    with left:
        name = type_in(place, "name", t("wizard.name"), made.table) or made.table
    with right:
        if st.button(t("wizard.save"), key="save-mapping", disabled=bool(lacking), icon=":material/save:"):
            _save(t, name, made)
    pressed = start_buttons(t, place, ready=not lacking)
    if pressed is None:
        return
    try:
        job = job_acts.load_upload(place.get("file"), made, name, dry_run=pressed == "dry_run")
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        return
    go(place.but(job=job.job_id) if pressed == "dry_run" else place.to("data", job=job.job_id))


def _save(t: Texts, name: str, made: Draft) -> None:
    try:
        kept = job_acts.save_mapping(name, made)
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        return
    show(tag("p", text(t("wizard.saved", path=kept)), role="status"))
