"""What belongs to a ring beyond its own evidence: the last decision on it, and the rings that may be the same gang."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from app import acts
from app.components import ring_words, who
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import when
from graphfraud.errors import GraphFraudError
from graphfraud.model.ring import Ring
from graphfraud.store.journal import LONGEST

TONES = {"confirmed": "alert", "dismissed": "calm", "open": ""}


def label(t: Texts, ring: Ring) -> Html:
    """Give the last decision as a badge, another one where the ring is back because it changed; else nothing."""
    standing = ring.disposition
    if standing is None:
        return Html("")
    if standing.changed:
        return badge(t("disposition.back"), "warn")
    # A dismissal in force is the reason of the ring's status, which is shown anyway.
    return (
        Html("")
        if standing.label == ring.status_reason
        else badge(t.named("label", standing.label), TONES[standing.label])
    )


def assigned(t: Texts, assignee: str) -> Html:
    """Give who looks into the ring as a badge; nothing where nobody does."""
    return badge(t("queue.assignee", name=assignee), "calm") if assignee else Html("")


def show_disposition(t: Texts, ring: Ring) -> None:
    """Draw the last decision: what, who, when, why, and what has changed since."""
    standing = ring.disposition
    if standing is None:
        return
    made = t("disposition.made", label=t.named("label", standing.label), who=standing.who, when=when(standing.when))
    said = [tag("strong", text(made)), tag("p", text(standing.reason))]
    if standing.changed:
        said.append(tag("p", text(ring_words.sentence(t, ring_words.said(t, standing.changed)))))
    show(tag("div", join(said), "card"))


def show_form(t: Texts, reads: Reads, ring: Ring) -> None:
    """Draw the form that decides on the ring: confirm or dismiss it, or open it again, each with a reason."""
    decided = ring.disposition.label if ring.disposition and not ring.disposition.changed else "open"
    labels = [label for label in TONES if label != decided]
    with st.expander(t("decide.title")), st.form(f"decide-{ring.ring_id}-{decided}-{t.lang}", border=False):
        left, right = st.columns([1, 2])
        with left:
            picked = st.radio(t("decide.what"), labels, format_func=lambda label: t.named("decide", label))
            name = who.ask(t, f"decide-{ring.ring_id}")
        with right:
            reason = st.text_area(t("decide.reason"), max_chars=LONGEST, placeholder=t("decide.reason.hint"))
        if st.form_submit_button(t("decide.write")):
            _decide(t, reads, ring, str(picked), reason or "", name)


def _decide(t: Texts, reads: Reads, ring: Ring, label: str, reason: str, name: str) -> None:
    if not reason.strip():
        st.error(t("decide.no_reason"))
        return
    try:
        acts.decide(reads, (ring.ring_id,), label, reason, who.keep(name))
    except GraphFraudError as e:
        st.error(t("decide.failed", why=e.message))
        return
    st.rerun()


def others(place: Place, rings: Iterable[Ring]) -> Html:
    """Give links to the other rings of a gang."""
    links = [link(place.to("ring", ring=r.ring_id), tag("span", text(r.ring_id), "id nowrap")) for r in rings]
    return join(links, " ")


def show_related(t: Texts, place: Place, ring: Ring) -> None:
    """Draw the rings that may be the same gang, why, and who is in both."""
    if not ring.related:
        return
    show(tag("h2", text(t("ring.related", n=len(ring.related)))))
    rows = []
    for other in ring.related:
        opened = link(place.to("ring", ring=other.ring_id), tag("span", text(other.ring_id), "id nowrap"))
        shared = t("comma").join(id for _, id in other.shared)
        rows.append([opened, text(t.named("related", other.reason)), text(shared)])
    show(table([t("ring"), t("why"), t("related.shared")], rows, name=t("ring.related", n=len(ring.related))))
