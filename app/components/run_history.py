"""Past runs: who, when, how long, over which data and parameters, what they found."""

from __future__ import annotations

from datetime import datetime

from app import job_acts
from app.components.html import Html, join, link, show, table, tag, text
from app.components.jobs import duration
from app.components.pager import page_of, pager
from app.components.states import no_run
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, when
from graphfraud.store.base import RunInfo

PAGE = 25
JOBS = 500


def show_history(t: Texts, place: Place, reads: Reads) -> None:
    """Draw every run, newest first."""
    runs = reads.runs()
    if not runs:
        no_run(t, place)
        return
    who = _started_by()
    start = page_of(place, len(runs), PAGE) * PAGE
    rows = [_row(t, place, run, who.get(run.run_id, ""), _before(runs, run)) for run in runs[start : start + PAGE]]
    names = ("run.finished", "history.took", "history.who", "history.scope", "run.data", "history.parameters")
    head = [t("run"), *(t(n) for n in names), *(t.named("status", s) for s in ("published", "demoted")), ""]
    show(table(head, rows, numbers=(7, 8), name=t("part.scans.history")))
    pager(t, place, len(runs), PAGE)


def _started_by() -> dict[str, str]:
    """Give who ordered each run that a job made."""
    found = {}
    for job in job_acts.jobs().all(JOBS):
        if job.order.kind == "scan" and job.state == "done":
            made = (job.result() or {}).get("run", {}).get("run_id")
            found[made] = job.order.who
    return found


def _before(runs: tuple[RunInfo, ...], run: RunInfo) -> RunInfo | None:
    """Give the run of the same scope before this one."""
    older = runs[runs.index(run) + 1 :]
    return next((one for one in older if one.scope == run.scope), None)


def _row(t: Texts, place: Place, run: RunInfo, who: str, before: RunInfo | None) -> list[Html]:
    opened = link(Place(place.lang, "rings", {"run": run.run_id}), tag("span", text(run.run_id), "id nowrap"))
    steps = [link(place.to("scans", part="parameters", of=run.run_id), text(t("history.to_parameters")))]
    if before is not None:
        there = place.to("scans", part="diff", a=before.run_id, b=run.run_id)
        steps.append(link(there, text(t("history.to_diff"))))
    return [
        opened,
        tag("span", text(when(run.finished_at)), "nowrap"),
        tag("span", text(duration(t, _seconds(run))), "nowrap"),
        text(who or t("history.command_line")),
        text(run.scope or t("history.whole")),
        tag("span", text(run.data_version), "id"),
        tag("span", text(run.params_version), "id"),
        text(count(run.published)),
        text(count(run.demoted)),
        tag("span", join(steps, " · "), "nowrap"),
    ]


def _seconds(run: RunInfo) -> float:
    return (datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)).total_seconds()
