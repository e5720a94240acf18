"""Choose what to load: a file from the reader's computer, or a file or folder that lies on the server."""

from __future__ import annotations

import streamlit as st

from app import job_acts, loaded
from app.components.fields import choose
from app.components.html import link, show, table, tag, text
from app.components.jobs import job_table, show_job
from app.components.load_start import start_buttons
from app.components.load_wizard import show_wizard
from app.components.shell import go
from app.components.states import error_words
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count
from graphfraud import settings
from graphfraud.errors import GraphFraudError
from ingest import inbox
from ingest.mapping import SHIPPED

ENDINGS = ["csv", "tsv", "gz", "parquet", "xlsx"]
SHOWN = 10


def show_load(t: Texts, place: Place, reads: Reads) -> None:
    """Draw the job, the wizard of the chosen file, or the choice of one; then the last loads."""
    job_acts.sweep_uploads()
    jobs = [j for j in job_acts.jobs().all() if j.order.kind in ("load", "dry_run")]
    chosen = place.get("job")
    if chosen:
        show_job(t, place, job_acts.jobs().get(chosen))
    elif jobs and jobs[0].live:
        show_job(t, place, jobs[0])
    if place.get("file"):
        show_wizard(t, place)
    elif place.get("folder"):
        _folder(t, place)
    else:
        _choice(t, place)
    if jobs:
        show(tag("h2", text(t("load.jobs"))), job_table(t, place, jobs[:SHOWN]))
        show(tag("p", text(t("showing", shown=min(SHOWN, len(jobs)), total=len(jobs))), "soft"))


def _choice(t: Texts, place: Place) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        _upload(t, place)
    with right:
        _inbox(t, place)


def _upload(t: Texts, place: Place) -> None:
    chosen = settings.load()
    show(tag("h2", text(t("load.upload"))))
    show(tag("p", text(t("load.upload.said", limit=chosen.upload_limit, hours=chosen.upload_hours)), "soft"))
    # A new key after each file: the field would hand in the old one again.
    turn = st.session_state.setdefault("uploads", 0)
    given = st.file_uploader(t("load.upload.field"), type=ENDINGS, key=f"upload-{turn}-{place.lang}")
    if given is None:
        return
    try:
        token = job_acts.keep_upload(given.name, given.getvalue())
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        return
    st.session_state["uploads"] = turn + 1
    go(place.to("data", file=token))


def _inbox(t: Texts, place: Place) -> None:
    folder = inbox.root(settings.load())
    show(tag("h2", text(t("load.inbox"))), tag("p", text(t("load.inbox.said", folder=folder.absolute())), "soft"))
    found, total = inbox.entries(folder)
    if not found:
        show(tag("p", text(t("load.inbox.empty"))))
        return
    rows = []
    for entry in found:
        where = {"folder": entry.name} if entry.folder else {"path": entry.name}
        opened = link(place.to("data", **where), tag("span", text(entry.name), "id"))
        rows.append([opened, text(t("load.folder" if entry.folder else "load.one_file")), text(size(entry.size))])
    show(table([t("load.file"), t("load.sort"), t("load.size")], rows, numbers=(2,), name=t("load.inbox")))
    show(tag("p", text(t("showing", shown=count(len(found)), total=count(total))), "soft"))
    if place.get("path"):
        try:
            token = job_acts.refer_to(place.get("path"))
        except GraphFraudError as e:
            show(tag("p", text(error_words(t, e)), "refused", role="alert"))
            return
        go(place.to("data", file=token))


def _folder(t: Texts, place: Place) -> None:
    """Draw the load of a folder whose files are named after their tables."""
    name = place.get("folder")
    show(tag("h2", text(t("load.folder.title", name=name))), tag("p", text(t("load.folder.said"))))
    kept = loaded.mappings()
    options = [*(n for n in ("national", "legacy") if n in SHIPPED), *kept]
    mapping = choose(place, "map", t("load.mapping"), options, lambda c: t.named("mapping", c))
    show(tag("p", link(place.to("data"), text(t("load.other")))))
    pressed = start_buttons(t, place)
    if pressed is None:
        return
    try:
        job = job_acts.load_folder(name, str(kept.get(mapping, mapping)), dry_run=pressed == "dry_run")
    except GraphFraudError as e:
        show(tag("p", text(error_words(t, e)), "refused", role="alert"))
        return
    go(place.but(job=job.job_id))


def size(n: int) -> str:
    """Give a file's size."""
    return f"{n / 1024**2:,.1f} MB" if n >= 1024**2 else f"{n / 1024:,.1f} KB"
