"""The bar over the queue: choose rings, decide on them or give them to someone, by mouse or by key, and take it back.

What is chosen lives in the browser (`triage.js`); an act comes here with its rings. An act that needs a reason or a
name asks for it in a dialog; each act is written at once and can be taken back by a further one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from app import acts
from app.components import who
from app.components.states import problem
from app.data import Reads
from app.texts import Texts
from app.words import count
from graphfraud.errors import GraphFraudError
from graphfraud.store.assignments import LONGEST_NAME
from graphfraud.store.journal import LONGEST
from graphfraud.store.triage import Done

ACTS = ("keep", "dismissed", "open", "assign")
LABELS = {"keep": "confirmed", "dismissed": "dismissed", "open": "open"}
KEYS = ("j", "k", "x", "y", "n", "o", "a", "u", "/", "?", "Enter")
MADE = "queue-acts"
COUNTED = "queue-acts-made"


def show_bar(t: Texts, reads: Reads, listed: Sequence[str]) -> None:
    """Draw the bar over the rings in `listed`, which pass the filters, and do what the reader asks of it."""
    made = _made()
    data = {
        "listed": list(listed),
        "texts": _texts(t, len(listed)),
        "last": said(t, made[-1]) if made else "",
        "done": st.session_state.get(COUNTED, 0),
        "cleared": True,
    }
    result = _component()(key=f"triage-{t.lang}", data=data, on_act_change=_nothing)
    asked = result.act
    if asked:
        answer(t, reads, asked, listed)


def answer(t: Texts, reads: Reads, asked: Mapping[str, Any], listed: Sequence[str]) -> None:
    """Do what the browser asks for, or ask for what it lacks; rings that aren't listed are left out."""
    what = asked.get("do")
    chosen = set(asked.get("rings", ()))
    rings = [ring for ring in listed if ring in chosen]
    if what == "undo":
        take_back(t, reads)
    elif what not in ACTS or not rings:
        return
    elif what == "keep" and len(rings) == 1 and who.known():
        _do(t, reads, lambda name: acts.decide(reads, rings, "confirmed", t("triage.kept"), name), who.known())
    else:
        title = t(f"triage.title.{what}", n=count(len(rings)))
        st.dialog(title)(lambda: _assign_form(t, reads, rings) if what == "assign" else _form(t, reads, rings, what))()


def take_back(t: Texts, reads: Reads) -> None:
    """Take back the last act of this session that still stands."""
    made = _made()
    if not made:
        return
    try:
        acts.undo(reads, made[-1], t("triage.undone"), who.default())
    except GraphFraudError as e:
        problem(t, e)
        return
    made.pop()
    _count()
    st.rerun()


def said(t: Texts, done: Done) -> str:
    """Say what an act did."""
    n = count(len(done.rings))
    if done.holders:
        return t("triage.did.assigned", n=n, to=done.what) if done.what else t("triage.did.unassigned", n=n)
    return t.named("triage.did", done.what).format(n=n)


def _form(t: Texts, reads: Reads, rings: Sequence[str], what: str) -> None:
    with st.form(f"decide-{what}", border=False):
        start = t("triage.kept") if what == "keep" else ""
        reason = st.text_input(t("triage.reason"), value=start, max_chars=LONGEST, placeholder=t(f"triage.hint.{what}"))
        name = _name(t, what)
        sure = st.form_submit_button(t(f"triage.do.{what}", n=count(len(rings))), type="primary")
    if sure and not (reason or "").strip():
        st.error(t("triage.no_reason"))
    elif sure:
        _do(t, reads, lambda by: acts.decide(reads, rings, LABELS[what], reason or "", by), name)


def _assign_form(t: Texts, reads: Reads, rings: Sequence[str]) -> None:
    with st.form("assign", border=False):
        to = st.text_input(t("triage.to"), max_chars=LONGEST_NAME, placeholder=t("triage.hint.assign"))
        name = _name(t, "assign")
        sure = st.form_submit_button(t("triage.do.assign", n=count(len(rings))), type="primary")
    if sure:
        _do(t, reads, lambda by: acts.assign(reads, rings, to or "", by), name)


def _name(t: Texts, key: str) -> str:
    """Ask for the person in charge the first time, say it afterwards."""
    return who.ask(t, key)


def _do(t: Texts, reads: Reads, act: Callable[[str], Done], name: str) -> None:
    try:
        done = act(who.keep(name))
    except GraphFraudError as e:
        problem(t, e)
        return
    _made().append(done)
    _count()
    st.rerun()


def _made() -> list[Done]:
    made: list[Done] = st.session_state.setdefault(MADE, [])
    return made


def _count() -> None:
    st.session_state[COUNTED] = st.session_state.get(COUNTED, 0) + 1


def _nothing() -> None:
    """Let the browser's act be the result of the next drawing."""


def _texts(t: Texts, listed: int) -> dict[str, Any]:
    return {
        "bar": t("triage.bar"),
        "page": t("triage.page"),
        "all": t("triage.all", n=count(listed)),
        "none": t("triage.none"),
        "chosen": t("triage.chosen", n="{n}"),
        "acts": [[what, t(f"triage.act.{what}"), t(f"triage.tip.{what}")] for what in ACTS],
        "undo": t("triage.undo"),
        "help": t("triage.help"),
        "close": t("triage.close"),
        "keysButton": t("triage.keys"),
        "keys": [[key, t(f"triage.key.{key}")] for key in KEYS],
        "search": t("rings.search"),
    }


@cache
def _component() -> Any:
    script = files(__package__ or "app.components").joinpath("triage.js").read_text(encoding="utf-8")
    return st.components.v2.component("graphfraud_triage", js=script, isolate_styles=False)
