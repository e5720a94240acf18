"""The jobs of a workspace: start one, list them, stop one."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from graphfraud.errors import InputError, NotFoundError, WorkspaceError
from graphfraud.jobs import job as journal
from graphfraud.jobs import process
from graphfraud.jobs.job import CHINA, KINDS, WRITERS, Job, Order
from graphfraud.workspace import Workspace

ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")
LOCK_S = 10.0
PATIENCE_S = 10.0
"""A job has this long to end after Ctrl-C before it is ended by force."""
LEAST_FREE = 64 * 1024**2
"""A job that writes begins with at least this much free disk: less does not even hold its scratch files."""


class Jobs:
    """The jobs of one workspace. Any process may list, start and stop them.

    Args:
        workspace: where the journals are.
        patience_s: how long a job may take to end before it is ended by force.
    """

    def __init__(self, workspace: Workspace, patience_s: float = PATIENCE_S) -> None:
        self.workspace = workspace
        self.folder = workspace.root / "jobs"
        self.patience_s = patience_s

    def all(self, limit: int = 50) -> tuple[Job, ...]:
        """Give the newest `limit` jobs, newest first."""
        names = sorted((f.name for f in self.folder.glob("2*") if ID.fullmatch(f.name)), reverse=True)
        found = (journal.open_job(self.folder / name) for name in names[:limit])
        return tuple(one for one in found if one is not None)

    def get(self, job_id: str) -> Job:
        """Give one job.

        Raises:
            NotFoundError: there is no such job.
        """
        found = journal.open_job(self.folder / job_id) if ID.fullmatch(job_id) else None
        if found is None:
            raise NotFoundError(f"No job {job_id!r}", kind="job", id=job_id, hint="See: graphfraud jobs list")
        return found

    def writer(self) -> Job | None:
        """Give the job that holds the workspace, if one does."""
        return next((one for one in self.all() if one.live and one.order.kind in WRITERS), None)

    def start(
        self, kind: str, words: Sequence[str], *, who: str, about: Mapping[str, Any] | None = None, upload: str = ""
    ) -> Job:
        """Start a process that runs `graphfraud WORDS` on this workspace and outlives this one.

        Args:
            kind: one of `KINDS`.
            words: the command and its arguments, without --workspace and --format.
            who: who asked for it.
            about: what a reader wants to see of the order, ready for JSON.
            upload: the uploaded files that go when the job is done.

        Raises:
            InputError: an unknown kind.
            WorkspaceError: another job writes, the disk is full, or the process can't be started.
        """
        if kind not in KINDS:
            raise InputError(f"Unknown kind of job {kind!r}", hint=f"Known: {', '.join(KINDS)}.")
        self.workspace.create()
        self._check_free()
        try:
            self.folder.mkdir(exist_ok=True)
            with FileLock(self.folder / ".lock", timeout=LOCK_S):
                self._check_alone(kind)
                order = Order(kind, tuple(words), who, journal.now(), dict(about or {}), upload)
                return self._start(self._new_folder(order), order)
        except Timeout as e:
            raise self._unwritable("another process is starting a job") from e
        except OSError as e:
            raise self._unwritable(e.strerror or str(e)) from e

    def cancel(self, job_id: str, who: str, *, wait: bool = False) -> Job:
        """Ask a job to end: Ctrl-C first, and by force where it has not ended after `patience_s` seconds.

        A job that has ended already stays as it is. `wait`: return only when it has ended.

        Raises:
            NotFoundError: there is no such job.
            WorkspaceError: it belongs to another user of the machine.
        """
        found = self.get(job_id)
        named = journal.read(found.folder / "process.json")
        if not found.live or named is None:
            return found
        if found.state != "stopping":
            journal.write(found.folder / "cancel.json", {"who": who, "when": journal.now()})
        pid, born = named["pid"], named["born"]
        try:
            process.send(pid, born, signal.SIGINT)
        except PermissionError as e:
            raise WorkspaceError(
                f"The job {job_id} belongs to another user of this machine",
                hint="Stop it as the user who runs it: graphfraud jobs cancel",
            ) from e
        watch = threading.Thread(target=_insist, args=(pid, born, self.patience_s), daemon=True)
        watch.start()
        if wait:
            watch.join()
        return self.get(job_id)

    def _new_folder(self, order: Order) -> Path:
        stamp = datetime.now(CHINA).strftime("%Y%m%d-%H%M%S")
        folder = self.folder / f"{stamp}-{secrets.token_hex(3)}"
        folder.mkdir()
        journal.write(folder / "order.json", asdict(order))
        return folder

    def _start(self, folder: Path, order: Order) -> Job:
        words = [sys.executable, "-m", "graphfraud", "jobs", "run", folder.name]
        environment = {**os.environ, "GRAPHFRAUD_WORKSPACE": str(self.workspace.root.absolute())}
        try:
            with (folder / "out").open("wb") as out, (folder / "log").open("wb") as log:
                child = subprocess.Popen(
                    words, stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=environment, start_new_session=True
                )
            journal.write(folder / "process.json", {"pid": child.pid, "born": process.birth(child.pid) or ""})
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        # Collect the child when it ends, so that no dead process is left while this one lives.
        threading.Thread(target=child.wait, daemon=True).start()
        return self.get(folder.name)

    def _check_alone(self, kind: str) -> None:
        busy = self.writer() if kind in WRITERS else None
        if busy is not None:
            raise WorkspaceError(
                f"Job {busy.job_id} ({busy.order.kind}, started by {busy.order.who}) is still working",
                path=str(self.workspace.root),
                hint="Wait until it has ended, or cancel it.",
            )

    def _check_free(self) -> None:
        with suppress(OSError):
            free = shutil.disk_usage(self.workspace.root).free
            if free < LEAST_FREE:
                raise self._unwritable(f"only {free / 1024**2:.0f} MB of disk are free")

    def _unwritable(self, why: str) -> WorkspaceError:
        return WorkspaceError(
            f"Can't start a job in {self.workspace.root}: {why}",
            path=str(self.workspace.root),
            hint="Free some space or ask for write permission, then try again.",
        )


def _insist(pid: int, born: str, patience_s: float) -> None:
    """Wait for a process to end, and end it by force where it does not."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + patience_s
        while time.monotonic() < deadline:
            if not process.lives(pid, born):
                return
            time.sleep(0.1)
        with suppress(PermissionError):
            process.send(pid, born, sign)
