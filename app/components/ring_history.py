"""The ring through the runs, and rings that are like it."""

from __future__ import annotations

from collections.abc import Mapping

from app.components import ring_words
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, money, percent, score, when
from graphfraud.model.ring import Ring
from graphfraud.store.base import EntityRef
from graphfraud.store.ring_history import MOST_RUNS, Step
from graphfraud.store.similar import Similar, similar

MOST_SIMILAR = 8
MOST_NAMED = 3
"""Members that are named where some are in common or have come or gone."""


def show_history(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw what the ring was in each run: size, money, score, and what changed."""
    steps = reads.history(ring.ring_id)
    show(tag("h2", text(t("ring.history", n=len(steps)))), tag("p", text(t.named("lineage", ring.lineage.event))))
    if len(steps) == 1:
        show(tag("p", text(t("history.first")), "soft"))
    head = [
        t("run"),
        t("ring"),
        t("ring.lineage"),
        t("ring.size"),
        t("medfee"),
        t("fund"),
        t("score"),
        t("status"),
        t("history.changed"),
    ]
    rows = [_step(t, place, reads, step) for step in steps]
    show(table(head, rows, numbers=(3, 4, 5, 6), name=t("ring.history", n=len(steps))))
    if len(reads.runs()) > MOST_RUNS:
        show(tag("p", text(t("history.part", n=MOST_RUNS)), "soft"))


def _step(t: Texts, place: Place, reads: Reads, step: Step) -> list[Html]:
    run, ring = step.run, step.ring
    opened = Place(place.lang, "ring", {"run": run.run_id, "ring": ring.ring_id})
    which = link(opened, tag("span", text(ring.ring_id), "id nowrap"))
    here = [badge(t("history.here"), "good")] if run.run_id == reads.run_id else []
    began = Html(text(when(run.finished_at)) + tag("div", join([text(run.run_id), text(run.scope)], " "), "soft id"))
    return [
        tag("span", join([began, *here], " "), "nowrap"),
        which,
        text(t.named("step", ring.lineage.event)),
        text(count(len(ring.core))),
        text(money(t, ring.amounts.medfee_sumamt)),
        text(money(t, ring.amounts.fund_pay_sumamt)),
        text(score(ring.score)),
        ring_words.status_badge(t, ring),
        text(_changed(t, step)),
    ]


def _changed(t: Texts, step: Step) -> str:
    said = [
        t(f"history.{name}", n=count(len(who)), who=_few(t, who))
        for name, who in (("joined", step.joined), ("left", step.left))
        if who
    ]
    return t("ring.semicolon").join(said) or "—"


def _few(t: Texts, ids: tuple[str, ...]) -> str:
    named = t("comma").join(ids[:MOST_NAMED])
    return named if len(ids) <= MOST_NAMED else t("ring.more_named", named=named)


def show_similar(t: Texts, place: Place, reads: Reads, ring: Ring) -> None:
    """Draw the rings of the run that are most like this one, and why."""
    found = similar(ring, reads.rings().rings, MOST_SIMILAR)
    show(tag("h2", text(t("ring.similar"))))
    if not found:
        show(tag("p", text(t("similar.none")), "soft"))
        return
    head = [t("ring"), t("scheme"), t("patients"), t("medfee"), t("status"), t("why")]
    shared = tuple(dict.fromkeys(EntityRef(*other) for one in found for other in one.others))
    names = {ref.id: name or ref.id for ref, name in reads.names(shared).items()}
    rows = [_similar(t, place, one, names) for one in found]
    show(table(head, rows, numbers=(2, 3), name=t("ring.similar")))


def _similar(t: Texts, place: Place, one: Similar, names: Mapping[str, str]) -> list[Html]:
    ring = one.ring
    return [
        link(place.to("ring", ring=ring.ring_id), tag("span", text(ring.ring_id), "id nowrap")),
        text(ring_words.scheme_name(t, ring.scheme)),
        text(count(len(ring.patients))),
        text(money(t, ring.amounts.medfee_sumamt)),
        ring_words.status_badge(t, ring),
        text(likeness(t, one, names)),
    ]


def likeness(t: Texts, one: Similar, names: Mapping[str, str]) -> str:
    """Say in what two rings are alike; `names` by id."""
    said = []
    if one.patients:
        said.append(t("similar.patients", n=count(len(one.patients))))
    if one.others:
        said.append(t("similar.others", who=_few(t, tuple(names.get(id, id) for _, id in one.others))))
    if one.same_scheme:
        said.append(t("similar.scheme"))
    said.append(t("similar.shape", signals=percent(one.signals), size=percent(one.size)))
    return t("ring.semicolon").join(said)
