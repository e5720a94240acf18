"""Jobs on the page: how far one is, while it works; what became of it; all of them as a table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app import job_acts
from app.components.html import Html, badge, join, link, show, table, tag, text
from app.components.job_results import result
from app.components.states import error_words
from app.place import Place
from app.texts import Texts
from app.words import count, percent, when
from graphfraud.errors import GraphFraudError
from graphfraud.jobs.job import Job

EVERY_S = 1.0
TONES = {"done": "good", "failed": "alert", "killed": "alert", "cancelled": "calm"}
HOMES = {"scan": ("scans", ""), "whatif": ("scans", "whatif"), "load": ("data", ""), "dry_run": ("data", "")}
"""View and part in which a kind of job is shown."""
EXPLAINED = ("failed", "cancelled", "killed")


def duration(t: Texts, seconds: float) -> str:
    """Give a length of time in words: "2 min 05 s"."""
    whole = round(seconds)
    if whole < 60:
        return t("time.seconds", s=whole)
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return t("time.minutes", m=minutes, s=f"{rest:02d}")
    return t("time.hours", h=minutes // 60, m=f"{minutes % 60:02d}")


def show_job(t: Texts, place: Place, job: Job) -> None:
    """Draw one job; one that works is drawn again every second, alone."""
    if job.live:
        _live(t, place, job.job_id)
    else:
        show(card(t, place, job))


@st.fragment(run_every=EVERY_S)
def _live(t: Texts, place: Place, job_id: str) -> None:
    try:
        job = job_acts.jobs().get(job_id)
        show(card(t, place, job))
        if not job.live:
            st.rerun()
        if job.state != "stopping" and st.button(
            t("job.cancel"), key=f"cancel-{job_id}", icon=":material/stop_circle:", help=t("job.cancel.said")
        ):
            job_acts.cancel(job_id)
            st.rerun(scope="fragment")
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "soft"))


def card(t: Texts, place: Place, job: Job) -> Html:
    """Give a job: what, who, how far, how it ended, what it found, and what to do next."""
    head = [
        tag("strong", text(t.named("jobkind", job.order.kind))),
        badge(t.named("jobstate", job.state), TONES.get(job.state, "warn")),
        tag("span", text(t("job.asked", who=job.order.who, at=when(job.order.when))), "soft"),
        tag("span", text(t("job.time" if job.live else "job.took", time=duration(t, job.seconds))), "soft"),
    ]
    parts = [tag("div", join(head), "top")]
    if job.live:
        parts += _working(t, job)
    elif job.state in EXPLAINED:
        parts.append(tag("p", text(t(f"job.{job.state}", who=job.stopped_by))))
    if not job.live:
        parts.append(result(t, place, job))
    if job.live or job.state in EXPLAINED:
        parts.append(_log(t, job, opened=job.state == "failed"))
    return tag("div", join(parts), "card job", data_job=job.job_id, data_state=job.state)


def _working(t: Texts, job: Job) -> list[Html]:
    done = job.progress
    share = 0.0 if done.share is None else done.share
    inner = tag("i", Html(""), style=f"width:{share:.1%}")
    bar = tag(
        "div",
        inner,
        "progress",
        role="progressbar",
        aria_label=t("job.progress"),
        aria_valuemin="0",
        aria_valuemax="100",
        aria_valuenow=f"{share * 100:.0f}",
    )
    said = [t("job.stage", stage=_stage(t, job))]
    if done.share is not None:
        said.append(t("job.share", share=percent(done.share)))
    if done.rows is not None and done.rate is not None:
        said.append(t("job.rows", rows=count(done.rows), rate=count(round(done.rate))))
    if done.left_s is not None:
        said.append(t("job.left", time=duration(t, done.left_s)))
    if job.state == "stopping":
        said = [t("job.stopping", who=job.stopped_by)]
    return [
        bar,
        tag("p", text(" · ".join(said))),
        tag("p", text(t("job.survives")), "soft"),
    ]


def _stage(t: Texts, job: Job) -> str:
    """Say in words what a job is doing."""
    stage = job.progress.stage
    if not stage:
        return t("stage.begin")
    if stage == "load":
        return t("stage.load", file=job.progress.detail)
    named = t.named("scheme", stage)
    return named if named != stage else t.named("stage", stage)


def _log(t: Texts, job: Job, *, opened: bool) -> Html:
    lines = job.tail()
    if not lines:
        return Html("")
    inside = join([tag("summary", text(t("job.log"))), tag("pre", text("\n".join(lines)))])
    return tag("details", inside, "log", **({"open": ""} if opened else {}))


def job_table(t: Texts, place: Place, jobs: Sequence[Job]) -> Html:
    """Give jobs as a table; each opens where its kind is at home."""
    rows = []
    for job in jobs:
        view, part = HOMES[job.order.kind]
        opened = link(place.to(view, part=part, job=job.job_id), tag("span", text(job.job_id), "id nowrap"))
        rows.append(
            [
                opened,
                text(t.named("jobkind", job.order.kind)),
                badge(t.named("jobstate", job.state), TONES.get(job.state, "warn")),
                text(job.order.who),
                text(when(job.order.when)),
                text(duration(t, job.seconds)),
            ]
        )
    head = [t("job"), t("job.what"), t("job.state"), t("job.who"), t("job.when"), t("job.duration")]
    return table(head, rows, numbers=(5,), name=t("jobs"))


def show_busy(t: Texts, place: Place, busy: Job) -> None:
    """Say who works on the workspace now, where nothing else can start."""
    show(tag("p", text(t("job.busy", kind=t.named("jobkind", busy.order.kind), who=busy.order.who)), "soft"))
