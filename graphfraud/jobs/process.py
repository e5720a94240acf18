"""Says whether a process is still the one that was started: a number alone may have gone to another program."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path

BOOT = Path("/proc/sys/kernel/random/boot_id")
ENDED = ("Z", "X")
"""States of a process that has ended and was not yet collected."""


def birth(pid: int) -> str | None:
    """Give when a process began, as a text that no other process of this number has; None where it has ended."""
    stat = Path(f"/proc/{pid}/stat")
    if not Path("/proc/self/stat").exists():
        return _asked(pid)
    with suppress(OSError):
        # The name in brackets may hold spaces and brackets of its own.
        rest = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        return None if rest[0] in ENDED else f"{BOOT.read_text(encoding='ascii').strip()}/{rest[19]}"
    return None


def lives(pid: int, born: str) -> bool:
    """Say whether the process that was `born` then still runs."""
    return birth(pid) == born


def send(pid: int, born: str, signal: int) -> bool:
    """Send a signal to the process that was `born` then; False where it has ended.

    Raises:
        PermissionError: it belongs to another user.
    """
    if not lives(pid, born):
        return False
    try:
        os.kill(pid, signal)
    except ProcessLookupError:
        return False
    return True


def _asked(pid: int) -> str | None:
    """Ask `ps` where the system has no /proc."""
    said = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    text = said.stdout.strip()
    return None if not text or text.startswith(ENDED) else text.partition(" ")[2].strip()
