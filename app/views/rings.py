"""Rings: the queue. Filters live in the address, so a filtered queue can be sent to a colleague."""

from __future__ import annotations

import math
from dataclasses import replace

import streamlit as st

from app.components import ring_words
from app.components.download import download
from app.components.fields import choose, type_in
from app.components.html import show, tag, text
from app.components.pager import page_of, pager
from app.components.queue import ring_rows, ring_table
from app.components.states import no_rings, nothing_matches
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.store.base import SORTS, RingFilter

PAGE = 25
STATUSES = ("", "published", "demoted")
QUEUES = ("possible_family", "dismissed")
"""Reasons of a demotion that are asked for like a status."""


def filter_of(place: Place) -> RingFilter:
    """Read the filter from the address, a gang once; a score that is no number counts as not given."""
    scheme = place.get("scheme")
    status = place.get("status")
    return RingFilter(
        schemes=(scheme,) if scheme else (),
        status=status if status in STATUSES and status else None,
        text=place.get("q"),
        min_score=_score(place.get("min")),
        reason=status if status in QUEUES else None,
        one_a_gang=True,
    )


def sort_of(place: Place) -> str:
    """Read the sort order from the address."""
    wanted = place.get("sort")
    return wanted if wanted in SORTS else "rank"


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("rings.title"))))
    everything = reads.rings().rings
    if not everything:
        no_rings(t, place)
        return
    schemes = sorted({ring.scheme for ring in everything})
    show_filters(t, place, schemes)
    if place.get("min") and filter_of(place).min_score is None:
        show(tag("p", text(t("rings.bad_score", typed=place.get("min"))), "soft"))
    sort = sort_of(place)
    found = reads.rings(filter_of(place), sort, sort != "rank")
    show(tag("p", text(t("rings.matching", n=count(found.matching), total=count(found.total)))))
    if not found.matching:
        nothing_matches(t, t("rings.nothing"), place.to("rings"))
        return
    start = page_of(place, found.matching, PAGE) * PAGE
    if found.gangs:
        show(tag("p", text(t("rings.gangs", n=count(sum(map(len, found.gangs.values()))))), "soft"))
    show(ring_table(t, place, found.rings[start : start + PAGE], t("rings.title"), gangs=found.gangs))
    pager(t, place, found.matching, PAGE)
    every = reads.rings(replace(filter_of(place), one_a_gang=False), sort, sort != "rank")
    download(t, ring_rows(every.rings), f"rings-{reads.run_id}")


def show_filters(t: Texts, place: Place, schemes: list[str]) -> None:
    """Draw the filters."""
    columns = st.columns([2, 2, 3, 1.5, 2])
    with columns[0]:
        options = ["", *schemes]
        choose(place, "scheme", t("scheme"), options, lambda c: ring_words.scheme_name(t, c) if c else t("any"))
    with columns[1]:
        choose(place, "status", t("status"), (*STATUSES, *QUEUES), lambda c: _status(t, c))
    with columns[2]:
        type_in(place, "q", t("rings.search"), t("rings.search.hint"))
    with columns[3]:
        type_in(place, "min", t("rings.min_score"), "0")
    with columns[4]:
        choose(place, "sort", t("sort"), SORTS, lambda c: t.named("sort", c))


def _status(t: Texts, code: str) -> str:
    if not code:
        return t("any")
    return t.named("reason", code) if code in QUEUES else t.named("status", code)


def _score(text: str) -> float | None:
    try:
        score = float(text)
    except ValueError:
        return None
    return score if math.isfinite(score) else None
