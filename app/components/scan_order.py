"""Order a scan: profile, schemes, scope, seed and a few parameters, all in the address; what it will do, said first."""

from __future__ import annotations

import math

import streamlit as st

from app import job_acts
from app.components.fields import choose, type_in
from app.components.html import join, link, show, tag, text
from app.components.jobs import duration, job_table, show_busy, show_job
from app.components.shell import go
from app.components.states import error_words, state
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, number
from graphfraud.errors import GraphFraudError, SettingError
from graphfraud.jobs.job import Job
from graphfraud.parameters import known
from graphfraud.parameters.profiles import profiles
from graphfraud.scan import scope
from graphfraud.scan.jobs import ScanRequest
from graphfraud.schemes import SCHEMES

OFFERED = ("min_size", "min_gatherings", "max_fdr", "decoys")
"""Parameters that are asked for most; every other one goes through the what-if first, or the command line."""
SHOWN = 10
LATELY = 5
"""Earlier scans that say how long one takes."""


def show_order(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the job that works, the order of the next one, and the last jobs."""
    everything = [j for j in job_acts.jobs().all() if j.order.kind in ("scan", "whatif")]
    if place.get("job"):
        show_job(t, place, job_acts.jobs().get(place.get("job")))
    elif everything and everything[0].order.kind == "scan":
        show_job(t, place, everything[0])
    if not reads.loaded():
        state(t("scans.no_data"), t("scans.no_data.said"), [link(place.to("data"), text(t("scans.to_data")))])
        return
    _order(t, place, everything)
    if everything:
        show(tag("h2", text(t("jobs"))), job_table(t, place, everything[:SHOWN]))
        show(tag("p", text(t("showing", shown=min(SHOWN, len(everything)), total=len(everything))), "soft"))


def _order(t: Texts, place: Place, before: list[Job]) -> None:
    show(tag("h2", text(t("scans.order"))))
    _fields(t, place)
    try:
        request = request_of(place)
        request.check()
    except GraphFraudError as e:
        show(tag("p", text(t("scans.bad_order", detail=error_words(t, e))), "refused", role="alert"))
        return
    show(tag("div", join(tag("p", text(line)) for line in said(t, request, before)), "story"))
    busy = job_acts.jobs().writer()
    if busy is not None:
        show_busy(t, place, busy)
    pressed = st.button(
        t("scans.start"), type="primary", disabled=busy is not None, key="start-scan", icon=":material/play_arrow:"
    )
    if pressed:
        try:
            started = job_acts.start_scan(request)
        except GraphFraudError as e:
            show(tag("p", text(error_words(t, e)), "refused", role="alert"))
            return
        go(place.but(job=started.job_id))


def _fields(t: Texts, place: Place) -> None:
    first, second, third = st.columns([3, 5, 1.5])
    presets = profiles()
    with first:
        choose(place, "profile", t("scans.profile"), list(presets), lambda c: _profile(t, c))
    with second:
        type_in(place, "scope", t("scans.scope"), "district=990101; kinds=pharmacy; from=2025-01-01")
    with third:
        type_in(place, "seed", t("scans.seed"), number(known()["seed"].default))
    _schemes(t, place)
    for name, column in zip(OFFERED, st.columns(len(OFFERED)), strict=True):
        with column:
            one = known()[name]
            type_in(place, f"p_{name}", one.zh if t.lang == "zh" else one.en, number(one.default))


def _profile(t: Texts, code: str) -> str:
    one = profiles()[code]
    return one.zh if t.lang == "zh" else one.en


def _schemes(t: Texts, place: Place) -> None:
    """Draw the choice of schemes; none chosen: those of the profile."""
    codes = [s.code for s in SCHEMES]
    now = [c for c in place.get("only").split(",") if c in codes]
    key = f"scans-only-{','.join(now)}-{place.lang}"
    picked = st.multiselect(
        t("scans.schemes"),
        codes,
        default=now,
        format_func=lambda c: t.named("scheme", c),
        placeholder=t("scans.schemes.all"),
        key=key,
    )
    if picked != now:
        go(place.but(only=",".join(picked)))


def request_of(place: Place) -> ScanRequest:
    """Read the order from the address.

    Raises:
        SettingError: a parameter is no number.
    """
    seed = place.get("seed")
    changes = {name: numeral(name, place.get(f"p_{name}")) for name in OFFERED if place.get(f"p_{name}")}
    return ScanRequest(
        place.get("profile") if place.get("profile") in profiles() else "whole_city",
        tuple(s.code for s in SCHEMES if s.code in place.get("only").split(",")),
        place.get("scope"),
        int(numeral("seed", seed)) if seed else None,
        changes,
    )


def numeral(name: str, typed: str) -> float:
    """Read a number that a reader typed.

    Raises:
        SettingError: it is none.
    """
    try:
        value = float(typed)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SettingError(f"{name} = {typed!r} is no number", name=name, hint="Write a number.")
    return value


def said(t: Texts, request: ScanRequest, before: list[Job]) -> list[str]:
    """Say what the scan will do: where, for what, with which parameters, for how long, and what becomes of it."""
    where = t("order.everything")
    if request.within:
        described = scope.parse(request.within).description
        where = described.zh if t.lang == "zh" else described.en
    named = t("comma").join(t.named("scheme", code) for code in request.chosen)
    schemes = t("order.all") if len(request.chosen) == len(SCHEMES) else named
    parameters = request.parameters
    changed = [f"{name}={number(parameters[name])}" for name, one in known().items() if parameters[name] != one.default]
    lines = [
        t("order.where", where=where),
        t("order.schemes", n=count(len(request.chosen)), schemes=schemes),
        t("order.parameters", changed=t("comma").join(changed)) if changed else t("order.defaults"),
        t("order.kept_apart") if request.within else t("order.newest"),
    ]
    # The very last one may have found the same scan there already, within a second.
    took = [j.seconds for j in before if j.order.kind == "scan" and j.state == "done"][:LATELY]
    return [*lines, t("order.took", time=duration(t, max(took)))] if took else lines
