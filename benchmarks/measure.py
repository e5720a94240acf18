"""What a benchmark measures with and reports: child processes with their CPU seconds and peak memory, result rows."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GRAPHFRAUD = str(Path(sys.executable).parent / "graphfraud")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured case.

    `cpu_s`, `wall_s` in seconds, `peak_mb` in MiB of resident memory; None where not measured. `note` is free text,
    `goal` the figure to reach in words, `met` whether it was reached (None: no goal).
    """

    benchmark: str
    case: str
    cpu_s: float | None = None
    wall_s: float | None = None
    peak_mb: float | None = None
    note: str = ""
    goal: str = ""
    met: bool | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form; `met` may come from a comparison in numpy."""
        return asdict(self) | {"met": None if self.met is None else bool(self.met)}


@dataclass(frozen=True, slots=True)
class Child:
    """What a child process used; `peak_mb` is its largest process's."""

    cpu_s: float
    wall_s: float
    peak_mb: float
    code: int
    out: str


def child(command: Sequence[str | Path], folder: Path, *, may_fail: bool = False) -> Child:
    """Run a command and measure it; its standard output is kept in `folder/child.out`.

    Raises:
        RuntimeError: it ended with another code than 0 and may not.
    """
    out, err = folder / "child.out", folder / "child.err"
    started = time.perf_counter()
    with out.open("wb") as to, err.open("wb") as to_err:
        process = subprocess.Popen([str(part) for part in command], stdout=to, stderr=to_err)
        # wait4 gives this child's own use; RUSAGE_CHILDREN would give the largest of all children so far.
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall_s = time.perf_counter() - started
    if process.returncode and not may_fail:
        raise RuntimeError(f"{command} ended with {process.returncode}: {err.read_text()[-2000:]}")
    cpu_s, peak_mb = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return Child(cpu_s, wall_s, peak_mb, process.returncode, out.read_text(encoding="utf-8"))
