"""What a reader can do: one function an act, each calling the service that does it."""

from __future__ import annotations

from getpass import getuser
from pathlib import Path

from app.data import workspace_folder
from graphfraud import settings
from graphfraud.jobs import uploads
from graphfraud.jobs.board import Jobs
from graphfraud.jobs.job import Job
from graphfraud.scan.jobs import ScanRequest, WhatIfRequest, start
from graphfraud.workspace import Workspace
from ingest import draft as drafts
from ingest import inbox
from ingest import jobs as load_jobs
from ingest.draft import Draft


def jobs() -> Jobs:
    """Give the jobs of the workspace."""
    return Jobs(Workspace(workspace_folder()))


def start_scan(request: ScanRequest | WhatIfRequest) -> Job:
    """Start a scan or a what-if.

    Raises:
        SettingError: it can't be run so.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    return start(jobs(), request, getuser())


def cancel(job_id: str) -> Job:
    """Stop a job.

    Raises:
        NotFoundError: there is no such job.
        WorkspaceError: it belongs to another user of the machine.
    """
    return jobs().cancel(job_id, getuser())


def sweep_uploads() -> None:
    """Remove uploaded files that nobody loaded in time."""
    board = jobs()
    busy = frozenset(j.order.upload for j in board.all() if j.live)
    uploads.sweep(board.workspace, settings.load().upload_hours, busy)


def keep_upload(name: str, data: bytes) -> str:
    """Keep an uploaded file; give its token.

    Raises:
        InputError: it is empty or too large.
        WorkspaceError: the disk is full or may not be written.
    """
    return uploads.keep(jobs().workspace, name, data, settings.memory_bytes(settings.load().upload_limit))


def refer_to(name: str) -> str:
    """Choose a file of the inbox; give its token.

    Raises:
        InputError: there is no such file inside the inbox.
        WorkspaceError: the workspace may not be written.
    """
    return uploads.refer(jobs().workspace, inbox.inside(inbox.root(settings.load()), name))


def upload_file(token: str) -> Path:
    """Give the file of a token.

    Raises:
        NotFoundError: it was loaded or cleared away.
    """
    return uploads.file_of(jobs().workspace, token)


def load_upload(token: str, draft: Draft, name: str, *, dry_run: bool) -> Job:
    """Load the file of a token, or try to.

    Raises:
        NotFoundError: it was loaded or cleared away.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    return load_jobs.load_upload(jobs(), token, draft, name, getuser(), dry_run=dry_run)


def load_folder(name: str, mapping: str, *, dry_run: bool) -> Job:
    """Load a folder of the inbox, or try to.

    Raises:
        InputError: there is no such folder inside the inbox.
        SettingError: no such mapping.
        WorkspaceError: another job works, or the workspace can't be written.
    """
    path = inbox.inside(inbox.root(settings.load()), name)
    return load_jobs.load_folder(jobs(), path, mapping, getuser(), dry_run=dry_run)


def save_mapping(name: str, made: Draft) -> Path:
    """Keep a mapping under a name.

    Raises:
        InputError: the name is unfit.
        WorkspaceError: it can't be written.
    """
    return drafts.save(jobs().workspace, name, made.text(name))
