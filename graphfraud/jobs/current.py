"""The job that this process does, if any: commands tell it how far they are."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from graphfraud.jobs.job import Progress, write

EVERY_S = 0.5

_folder: Path | None = None
_told = 0.0


def begin(folder: Path | None) -> None:
    """Let the process do the job of this journal; None: no job any more."""
    global _folder, _told
    _folder, _told = folder, 0.0


def tell(progress: Progress, *, always: bool = False) -> None:
    """Note how far the job is, every half second at most unless `always`; nothing happens where there is no job."""
    global _told
    now = time.monotonic()
    if _folder is None or (now - _told < EVERY_S and not always):
        return
    _told = now
    # A full disk must not end the work because its progress can't be told.
    with suppress(OSError):
        write(_folder / "progress.json", asdict(progress))
