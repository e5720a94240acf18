"""What other parameters would find, against a run and the decisions made so far. No run is written."""

from __future__ import annotations

import streamlit as st

from app import job_acts
from app.components.fields import choose, type_in
from app.components.html import join, show, tag, text
from app.components.jobs import job_table, show_busy, show_job
from app.components.scan_order import numeral
from app.components.shell import go
from app.components.states import error_words, no_run
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import number
from graphfraud.errors import GraphFraudError
from graphfraud.parameters import known
from graphfraud.scan.jobs import WhatIfRequest

ROWS = 3
SHOWN = 10


def show_what_if(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the parameters to try, the job, and earlier tries."""
    if reads.run is None:
        no_run(t, place)
        return
    show(tag("p", text(t("whatif.lead")), "lead"))
    tried = [j for j in job_acts.jobs().all() if j.order.kind == "whatif"]
    _order(t, place, reads)
    if place.get("job"):
        show_job(t, place, job_acts.jobs().get(place.get("job")))
    elif tried:
        show_job(t, place, tried[0])
    if tried:
        show(tag("h2", text(t("whatif.tried"))))
        show(job_table(t, place, tried[:SHOWN]))
        show(tag("p", text(t("showing", shown=min(SHOWN, len(tried)), total=len(tried))), "soft"))


def _order(t: Texts, place: Place, reads: Reads) -> None:
    used = reads.store.parameters(run=reads.run_id)
    for row in range(1, ROWS + 1):
        left, right = st.columns([5, 2])
        with left:
            name = choose(place, f"p{row}", t("whatif.parameter", n=row), ["", *known()], lambda c: _named(t, c))
        with right:
            if name:
                one = known()[name]
                hint = t("whatif.range", now=number(used[name]), low=number(one.min), high=number(one.max))
                type_in(place, f"v{row}", t("whatif.value"), hint)
    try:
        request = request_of(place, reads.run_id)
        request.check()
    except GraphFraudError as e:
        if place.get("p1"):
            show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        request = None
    if request is not None:
        changes = [f"{n} {number(used[n])} → {number(v)}" for n, v in request.changes.items()]
        line = t("whatif.will", run=reads.run_id, changes=t("comma").join(changes))
        show(tag("div", join([tag("p", text(line))]), "story"))
    busy = job_acts.jobs().writer()
    if busy is not None:
        show_busy(t, place, busy)
    ready = request is not None and busy is None
    pressed = st.button(t("whatif.start"), type="primary", disabled=not ready, key="start-whatif")
    if pressed and request is not None:
        try:
            started = job_acts.start_scan(request)
        except GraphFraudError as e:
            show(tag("p", text(error_words(t, e)), "refused", role="alert"))
            return
        go(place.but(job=started.job_id))


def _named(t: Texts, name: str) -> str:
    if not name:
        return t("whatif.choose")
    one = known()[name]
    return f"{name} · {one.zh if t.lang == 'zh' else one.en}"


def request_of(place: Place, run_id: str) -> WhatIfRequest:
    """Read from the address what is to be tried.

    Raises:
        SettingError: a value is no number.
    """
    rows = [(place.get(f"p{i}"), place.get(f"v{i}")) for i in range(1, ROWS + 1)]
    return WhatIfRequest(run_id, {name: numeral(name, value) for name, value in rows if name in known() and value})
