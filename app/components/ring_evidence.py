"""Why a ring is one: figures, evidence, innocent explanations, lineage."""

from __future__ import annotations

from app.components import ring_words
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.place import Place
from app.texts import Texts
from app.words import chance, count, money, number
from graphfraud.model.ring import Evidence, Innocent, Ring


def headline(t: Texts, ring: Ring) -> list[tuple[str, Html]]:
    """Give size and money as figures."""
    amounts = ring.amounts
    patients = [(t("patients"), text(count(len(ring.patients))))] if ring.patients else []
    return [
        *patients,
        (t("settlements"), text(count(amounts.settlements))),
        (t("medfee"), text(money(t, amounts.medfee_sumamt))),
        (t("fund"), text(money(t, amounts.fund_pay_sumamt))),
        (t("acct"), text(money(t, amounts.acct_pay))),
    ]


def judgement(t: Texts, ring: Ring) -> list[tuple[str, Html]]:
    """Give score, false-discovery rate and stability, each with what it means."""
    return [
        (name, Html(text(figure) + tag("small", text(meaning))))
        for name, figure, meaning in ring_words.score_words(t, ring)
    ]


def show_evidence(t: Texts, place: Place, ring: Ring) -> None:
    """Draw each piece of evidence: in words, observed against expected, and the way to its claims."""
    show(tag("h2", text(t("ring.evidence", n=len(ring.evidence)))))
    show(join(_evidence_card(t, place, ring, i, e) for i, e in enumerate(ring.evidence)))


def _evidence_card(t: Texts, place: Place, ring: Ring, i: int, evidence: Evidence) -> Html:
    opened = place.to("claims", ring=ring.ring_id, of="evidence", n=str(i))
    more = link(opened, text(t("see_claims", n=count(len(evidence.setl_ids)))), "claims-link")
    top = join([tag("strong", text(ring_words.signal_name(t, evidence))), more], " ")
    figures = t("evidence.figures", observed=number(evidence.observed), expected=number(evidence.expected))
    odds = t("evidence.chance", chance=chance(t, evidence.p_value)) if evidence.p_value < 0.5 else ""
    said = tag("p", text(ring_words.sentence(t, ring_words.said(t, evidence.detail))))
    # Without an expectation the figure alone says nothing that the sentence doesn't say in words.
    small = tag("div", text(figures + odds), "soft") if evidence.expected else Html("")
    return tag("div", join([tag("div", top, "top"), said, small]), "card")


def show_innocent(t: Texts, ring: Ring) -> None:
    """Draw the innocent explanations that were tested, with verdict and reason."""
    show(tag("h2", text(t("ring.innocent"))))
    if not ring.innocent:
        show(tag("p", text(t("story.untested")), "soft"))
    rows = [_innocent_row(t, tested) for tested in ring.innocent]
    if rows:
        show(table([t("explanation"), t("verdict"), t("why")], rows, name=t("ring.innocent")))


def _innocent_row(t: Texts, tested: Innocent) -> list[Html]:
    tone = ring_words.VERDICT_TONES.get(tested.verdict, "")
    return [
        text(ring_words.innocent_name(t, tested)),
        tag("span", badge(t.named("verdict", tested.verdict), tone), "nowrap"),
        text(ring_words.said(t, tested.detail)),
    ]
