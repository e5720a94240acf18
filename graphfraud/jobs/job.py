"""A job and its journal, the folder `jobs/<job_id>/` of the workspace.

order.json      what was asked, by whom, when: never changed
process.json    the process that does it
progress.json   how far it is, replaced every half second at most
cancel.json     who asked to stop it, when
end.json        exit code, when: written last
log             what the command wrote on stderr
out             what it printed: one JSON object
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from graphfraud.jobs.process import lives

CHINA = timezone(timedelta(hours=8))
KINDS = ("scan", "whatif", "load", "dry_run")
WRITERS = ("scan", "whatif", "load")
"""Kinds that hold the workspace's write lock."""
STATES = ("starting", "running", "stopping", "done", "failed", "cancelled", "killed")
LIVE = ("starting", "running", "stopping")
START_S = 30.0
"""A job without a process after this time was killed while it was being started."""
TAIL_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked. `words` are those of the command line; `about` is what a reader wants to see of it.

    `upload` names the uploaded files (`graphfraud.jobs.uploads`) that go when the job is done.
    """

    kind: str
    words: tuple[str, ...]
    who: str
    when: str
    about: dict[str, Any] = field(default_factory=dict)
    upload: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is. `share` from 0 to 1, `left_s` seconds; None where nobody can know.

    `stage` is a code (`clean`, a scheme, `load`), `detail` its own words.
    """

    stage: str = ""
    detail: str = ""
    share: float | None = None
    rows: int | None = None
    rate: float | None = None
    left_s: float | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One job as its journal shows it now."""

    job_id: str
    folder: Path
    order: Order
    state: str
    progress: Progress
    finished_at: str = ""
    exit_code: int | None = None
    stopped_by: str = ""

    @property
    def live(self) -> bool:
        """Whether it still runs."""
        return self.state in LIVE

    @property
    def seconds(self) -> float:
        """How long it ran, or has been running."""
        end = datetime.fromisoformat(self.finished_at) if self.finished_at else datetime.now(CHINA)
        return max(0.0, (end - datetime.fromisoformat(self.order.when)).total_seconds())

    def tail(self, lines: int = 8) -> list[str]:
        """Give the last lines of the log."""
        try:
            with (self.folder / "log").open("rb") as file:
                file.seek(max(0, os.fstat(file.fileno()).st_size - TAIL_BYTES))
                text = file.read().decode("utf-8", "replace")
        except OSError:
            return []
        return [line for line in text.splitlines() if line.strip()][-lines:]

    def result(self) -> dict[str, Any] | None:
        """Give the JSON object that the command printed, None where it printed none."""
        return read(self.folder / "out")

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        asked = {"kind": self.order.kind, "who": self.order.who, "when": self.order.when, "about": self.order.about}
        ended = {"finished_at": self.finished_at, "exit_code": self.exit_code, "stopped_by": self.stopped_by}
        return {"job_id": self.job_id, "state": self.state, **asked, "progress": asdict(self.progress), **ended}


def open_job(folder: Path) -> Job | None:
    """Read a journal, None where the folder holds none (yet)."""
    asked = read(folder / "order.json")
    if asked is None:
        return None
    order = Order(**{**asked, "words": tuple(asked["words"])})
    process, cancelled = (read(folder / f"{name}.json") for name in ("process", "cancel"))
    alive = process is not None and lives(process["pid"], process["born"])
    # Read last: an end that is written after a look at the process must not be missed.
    end = read(folder / "end.json")
    if alive:
        state = "stopping" if cancelled else "running"
    elif process is None and _age(order.when) < START_S:
        state = "starting"
    else:
        state = "cancelled" if cancelled else "killed"
    ended = end or {}
    return Job(
        folder.name,
        folder,
        order,
        ended.get("state", state),
        Progress(**(read(folder / "progress.json") or {})),
        ended.get("finished_at", _changed(folder) if state not in LIVE else ""),
        ended.get("exit_code"),
        (cancelled or {}).get("who", ""),
    )


def now() -> str:
    """Give the time as the journal writes it, ISO 8601 with +08:00."""
    return datetime.now(CHINA).isoformat(timespec="milliseconds")


def read(path: Path) -> dict[str, Any] | None:
    """Read a JSON object, None where there is none or it is not finished."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def write(path: Path, data: dict[str, Any]) -> None:
    """Write a JSON object whole or not at all.

    Raises:
        OSError: it can't be written.
    """
    made = path.with_name(f".{path.name}-{os.getpid()}")
    made.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(made, path)


def _age(when: str) -> float:
    return (datetime.now(CHINA) - datetime.fromisoformat(when)).total_seconds()


def _changed(folder: Path) -> str:
    """Give when the journal was last written: the nearest to the end of a job that could not say it."""
    newest = max((f.stat().st_mtime for f in folder.iterdir()), default=folder.stat().st_mtime)
    return datetime.fromtimestamp(newest, CHINA).isoformat(timespec="milliseconds")
