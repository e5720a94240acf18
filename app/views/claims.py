"""Claims: the settlement rows behind one statement, as loaded, with file and line; sorted, by page, to save."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from app.components import period
from app.components.claim_columns import whole_rows
from app.components.claims import claims_table, note, total, wanted_names
from app.components.download import download
from app.components.fields import choose, switch
from app.components.html import facts, join, link, show, tag, text
from app.components.pager import page_of, pager
from app.components.statements import Statement, statement
from app.components.states import state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.views.paths import hop_claims
from app.words import count, money, showing

PAGE = 50
SUMS = {"medfee": "medfee_sumamt", "fund": "fund_pay_sumamt", "acct": "acct_pay"}
SORTS: dict[str, tuple[tuple[str, str], ...]] = {
    "time": (("setl_time", "ascending"),),
    "newest": (("setl_time", "descending"),),
    "medfee": (("medfee_sumamt", "descending"),),
    "fund": (("fund_pay_sumamt", "descending"),),
    "acct": (("acct_pay", "descending"),),
    "patient": (("patient", "ascending"), ("setl_time", "ascending")),
    "place": (("fixmedins_code", "ascending"), ("setl_time", "ascending")),
}


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    about = hop_claims(t, place, reads) if place.get("of") == "hop" else statement(t, place, reads)
    show(tag("div", join([*about.back, text(t("claims"))], " › "), "crumbs"), tag("h1", text(about.title)))
    if about.timed:
        show_period(t, place)
    claims = reads.claims(about.setl_ids)
    if not claims.num_rows:
        every = [link(place.but(first="", last=""), text(t("claims.every_day")))] if about.timed else []
        state(t("claims.none"), t("claims.none.said"), [*every, *about.back])
        return
    if about.total > len(about.setl_ids):
        show_too_many(t, about)
    show_rows(t, place, reads, about, claims)


def show_period(t: Texts, place: Place) -> None:
    """Draw the fields of the period."""
    columns = st.columns([1, 1, 3])
    for column, name in zip(columns, (period.FIRST, period.LAST), strict=False):
        with column:
            period.day_field(t, place, name, t(f"period.{name}"))


def show_too_many(t: Texts, about: Statement) -> None:
    """Say that only a part is read, and how to see the rest."""
    said = t("claims.too_many", most=count(len(about.setl_ids)), total=count(about.total))
    show(tag("p", text(said + (t("claims.narrow") if about.timed else "")), "", role="status"))


def show_rows(t: Texts, place: Place, reads: Reads, about: Statement, claims: pa.Table) -> None:
    """Draw sums, the page asked for in the order asked for, and what saves them all."""
    rows = claims.num_rows
    sums = [(t(name), text(money(t, total(claims, column)))) for name, column in SUMS.items()]
    counted = count(rows) if about.total <= rows else showing(t, rows, about.total)
    show(facts([(t("settlements"), text(counted)), *sums]), note(t))
    left, middle, right = st.columns([3, 1.4, 1], vertical_alignment="bottom")
    with middle:
        wanted = choose(place, "sort", t("claims.sort"), list(SORTS), lambda sort: t(f"claims.sort.{sort}"))
    with right:
        every = switch(place, "columns", t("claims.all_columns"), on=False)
    with left:
        pager(t, place, rows, PAGE)
    ordered = claims.sort_by([*SORTS[wanted], ("setl_id", "ascending")])
    start = page_of(place, rows, PAGE) * PAGE
    shown = ordered.slice(start, PAGE).to_pylist()
    names = reads.names(wanted_names(shown))
    show(whole_rows(t, shown, about.title) if every else claims_table(t, place, shown, names, about.title))
    subject = place.get("ring") or place.get("entity").replace(":", "-") or "path"
    download(t, ordered, f"claims-{subject}-{place.get('of')}")
