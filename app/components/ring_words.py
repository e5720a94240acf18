"""A ring in words: its story, and what its score, false-discovery rate and stability mean."""

from __future__ import annotations

from app.components.html import Html, badge
from app.texts import Texts
from app.words import count, money, number, percent, score
from graphfraud.model.ring import Evidence, Innocent, Ring, Text

VERDICT_TONES = {"likely": "warn", "possible": "calm", "ruled_out": "good", "untested": ""}


def said(t: Texts, both: Text) -> str:
    """Give a sentence of the ring in the reader's language."""
    return both.zh if t.lang == "zh" else both.en


def scheme_name(t: Texts, code: str) -> str:
    """Give the name of a scheme."""
    return t.named("scheme", code)


def status_badge(t: Texts, ring: Ring) -> Html:
    """Give the status as a label."""
    return badge(t.named("status", ring.status), "alert" if ring.status == "published" else "calm")


def reason_name(t: Texts, reason: str | None) -> str:
    """Give in words why a ring was demoted; empty where there is no reason."""
    if not reason:
        return ""
    named = t.named("reason", reason)
    return named if named != reason else t.named("innocent", reason)


def story(t: Texts, ring: Ring) -> list[str]:
    """Tell the ring in sentences: who and how much, why that is odd, what was seen, what speaks against it."""
    patients = len(ring.patients)
    figures = {
        "scheme": scheme_name(t, ring.scheme),
        "others": count(len(ring.members) - patients),
        "settlements": count(ring.amounts.settlements),
        "medfee": money(t, ring.amounts.medfee_sumamt),
        "fund": money(t, ring.amounts.fund_pay_sumamt),
    }
    opening = t("story.opening", patients=count(patients), **figures) if patients else t("story.channel", **figures)
    why = t.named("why", ring.scheme)
    seen = [sentence(t, said(t, e.detail)) for e in ring.evidence[:3]]
    return [opening, *([why] if why != ring.scheme else []), *seen, doubt(t, ring)]


def doubt(t: Texts, ring: Ring) -> str:
    """Say what the innocent explanations leave open."""
    open_ones = [i for i in ring.innocent if i.verdict in ("likely", "possible")]
    if not ring.innocent:
        return t("story.untested")
    if not open_ones:
        return t("story.cleared", n=len([i for i in ring.innocent if i.verdict == "ruled_out"]))
    names = t("comma").join(innocent_name(t, i) for i in open_ones)
    return t("story.open", names=names)


def sentence(t: Texts, words: str) -> str:
    """Give words as a sentence: a capital first, a full stop last."""
    stop = t("stop")
    return words[:1].upper() + words[1:].rstrip(stop) + stop


def innocent_name(t: Texts, tested: Innocent) -> str:
    """Give the name of an innocent explanation."""
    return t.named("innocent", tested.explanation)


def signal_name(t: Texts, evidence: Evidence) -> str:
    """Give the name of a signal."""
    return t.named("signal", evidence.signal)


def score_words(t: Texts, ring: Ring) -> list[tuple[str, str, str]]:
    """Give score, false-discovery rate and stability as (name, figure, meaning)."""
    return [
        (t("score"), score(ring.score), t("score.meaning")),
        (t("fdr"), percent(ring.fdr), t("fdr.meaning", n=number(round(ring.fdr * 100, 1)))),
        (t("stability"), percent(ring.stability), t("stability.meaning", share=percent(ring.stability))),
    ]
