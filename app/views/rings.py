"""Rings: the queue. Filters live in the address, so a filtered queue can be sent to a colleague."""

from __future__ import annotations

from app.components import ring_filters, saved_views, triage
from app.components.download import download_both
from app.components.html import join, show, tag, text
from app.components.pager import page_of, pager
from app.components.queue import ring_rows, ring_table
from app.components.states import no_rings, nothing_matches
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud.store.base import RingPage

PAGE = 25


def show_view(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the view."""
    show(tag("h1", text(t("rings.title"))))
    everything = reads.rings().rings
    if not everything:
        no_rings(t, place)
        return
    saved_views.show_views(t, place, reads)
    ring_filters.show_filters(t, place, ring_filters.options(reads, everything))
    sort = ring_filters.sort_of(place)
    found = reads.rings(ring_filters.filter_of(place), sort, sort != "rank")
    show_counts(t, place, found)
    # The bar stays when nothing is left: the act that emptied the list can still be taken back.
    triage.show_bar(t, reads, [ring.ring_id for ring in found.rings])
    if not found.matching:
        nothing_matches(t, t("rings.nothing"), place.to("rings"))
        return
    start = page_of(place, found.matching, PAGE) * PAGE
    shown = found.rings[start : start + PAGE]
    show(ring_table(t, place, shown, t("rings.title"), gangs=found.gangs, assignees=reads.assignees()))
    pager(t, place, found.matching, PAGE)
    download_both(
        t,
        lambda: ring_rows(found.rings, reads.assignees(), reads.districts()),
        found.matching,
        f"rings-{reads.run_id}",
    )


def show_counts(t: Texts, place: Place, found: RingPage) -> None:
    """Say how many rings match, and how many more of their gangs are not lines of their own."""
    said = [text(t("rings.matching", n=count(found.matching), total=count(found.total)))]
    if found.gangs and place.get("gangs") != "off":
        said.append(text(t("rings.gangs", n=count(sum(map(len, found.gangs.values()))))))
    if ring_filters.is_filtered(place):
        said.append(ring_filters.reset(t, place))
    show(tag("p", join(tag("span", part) for part in said), "counts"))
