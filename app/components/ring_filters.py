"""The filters of the queue: all in the address, each option with how many rings of the run it would leave."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import streamlit as st

from app.components import ring_words
from app.components.entities import named_institution
from app.components.fields import choose, switch, type_in
from app.components.html import Html, link, show, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.model.ring import Ring
from graphfraud.store.base import NOBODY, SORTS, RingFilter
from graphfraud.store.ring_list import decision, places
from graphfraud.store.summary import UNKNOWN, district_of

STATUSES = ("published", "demoted")
LEAST = ("fund", "min", "size")
"""Parameters that hold a number."""
MORE = ("district", "inst", "line", "mark", "to", "fund", "size", "min")
"""Parameters of the filters that are folded away."""
FILTERS = ("q", "scheme", "status", "reason", *MORE)
KEPT = (*FILTERS, "sort", "gangs")
"""What a saved view keeps."""


@dataclass(frozen=True, slots=True)
class Options:
    """For each filter with a choice: the values of the run's rings, with how many rings have each."""

    counts: dict[str, Counter[str]]
    names: dict[str, str]

    def of(self, name: str) -> Sequence[str]:
        """Give the values of one filter in order, none first."""
        return ("", *sorted(self.counts[name]))


def filter_of(place: Place) -> RingFilter:
    """Read the filter from the address; a number that is none counts as not given."""
    fund = _number(place.get("fund"))
    size = _number(place.get("size"))
    score = _number(place.get("min"))
    line = place.get("line")
    return RingFilter(
        schemes=(place.get("scheme"),) if place.get("scheme") else (),
        status=place.get("status") if place.get("status") in STATUSES else None,
        reason=place.get("reason") or None,
        text=place.get("q"),
        district=place.get("district"),
        institution=place.get("inst"),
        events=(line,) if line else (),
        decision=place.get("mark") or None,
        assignee=place.get("to") or None,
        min_fund=fund,
        min_size=None if size is None else math.ceil(size),
        min_score=None if score is None else float(score),
        one_a_gang=place.get("gangs") != "off",
    )


def sort_of(place: Place) -> str:
    """Read the sort order from the address."""
    wanted = place.get("sort")
    return wanted if wanted in SORTS else "rank"


def options(reads: Reads, rings: Iterable[Ring]) -> Options:
    """Count what the filters can choose among."""
    listed, districts, assignees = tuple(rings), reads.districts(), reads.assignees()
    spots = Counter(place for ring in listed for place in places(ring))
    held = Counter(assignees.get(ring.ring_id, NOBODY) for ring in listed)
    counts = {
        "scheme": Counter(ring.scheme for ring in listed),
        "status": Counter(ring.status for ring in listed),
        "reason": Counter(ring.status_reason for ring in listed if ring.status_reason),
        "district": Counter(d for ring in listed for d in district_of(ring, districts) if d != UNKNOWN),
        "inst": spots,
        "line": Counter(ring.lineage.event for ring in listed),
        "mark": Counter(decision(ring) for ring in listed),
        "to": held,
    }
    refs = tuple(named_institution(code) for code in sorted(spots))
    return Options(counts, {ref.id: name for ref, name in reads.names(refs).items()})


def show_filters(t: Texts, place: Place, found: Options) -> None:
    """Draw the filters: the usual ones in sight, the others folded away until one is set."""
    columns = st.columns([3, 2, 1.6, 2, 2])
    with columns[0]:
        type_in(place, "q", t("rings.search"), t("rings.search.hint"))
    for column, name in zip(columns[1:4], ("scheme", "status", "reason"), strict=True):
        with column:
            _choose(t, place, name, found)
    with columns[4]:
        choose(place, "sort", t("sort"), SORTS, lambda c: t.named("sort", c))
    with st.expander(t("rings.more"), expanded=any(place.get(name) for name in MORE)):
        upper = st.columns(4)
        for column, name in zip(upper, ("district", "inst", "line", "mark"), strict=True):
            with column:
                _choose(t, place, name, found)
        lower = st.columns(4)
        with lower[0]:
            _choose(t, place, "to", found)
        for column, name in zip(lower[1:], LEAST, strict=True):
            with column:
                type_in(place, name, t(f"rings.least.{name}"), "0")
        switch(place, "gangs", t("rings.one_a_gang"), on=True)
    wrong = [place.get(name) for name in LEAST if place.get(name) and _number(place.get(name)) is None]
    if wrong:
        show(tag("p", text(t("rings.bad_number", typed=t("comma").join(wrong))), "soft"))


def is_filtered(place: Place) -> bool:
    """Say whether any filter is set."""
    return any(place.get(name) for name in FILTERS)


def reset(t: Texts, place: Place) -> Html:
    """Give a link to the queue without filters."""
    return link(place.to("rings"), text(t("nothing.reset")))


def _choose(t: Texts, place: Place, name: str, found: Options) -> None:
    values = list(found.of(name))
    if place.get(name) and place.get(name) not in values:
        # A link may name what this run doesn't have: say so by showing it, with no ring.
        values.append(place.get(name))

    def shown(value: str) -> str:
        if not value:
            return t("any")
        return f"{_named(t, name, value, found)} ({count(found.counts[name][value])})"

    choose(place, name, t(f"rings.by.{name}"), values, shown)


def _named(t: Texts, name: str, value: str, found: Options) -> str:
    if name == "scheme":
        return ring_words.scheme_name(t, value)
    if name == "status":
        return t.named("status", value)
    if name == "reason":
        return ring_words.reason_name(t, value)
    if name == "line":
        return t.named("event", value)
    if name == "mark":
        return t.named("mark", value)
    if name == "inst":
        return " ".join(filter(None, (found.names.get(value, ""), value)))
    return t("rings.nobody") if name == "to" and value == NOBODY else value


def _number(typed: str) -> Decimal | None:
    try:
        found = Decimal(typed.replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
