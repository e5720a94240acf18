"""The dispositions of a workspace: decisions on rings, each a file of its own, only ever added.

dispositions/000001.json   one `graphfraud.model.disposition.Disposition`, numbered from 1 without a gap
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.model.disposition import LABELS, Disposition, Snapshot
from graphfraud.model.ring import Ring
from graphfraud.workspace import Workspace

WAIT_S = 5.0
LONGEST = 2000
"""Characters of a reason."""
HINT = "Restore that folder from a backup: decisions are never deleted or changed, only added."


class Dispositions:
    """The decisions of one workspace, in order. What was read once is kept: a file never changes."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._read: list[Disposition] = []

    @property
    def folder(self) -> Path:
        """Folder of the files."""
        return self._workspace.dispositions

    def all(self) -> tuple[Disposition, ...]:
        """Give every decision, oldest first.

        Raises:
            WorkspaceError: a file is missing or damaged.
        """
        names = sorted(self.folder.glob("[0-9]*.json"))
        for number in range(len(self._read) + 1, len(names) + 1):
            self._read.append(self._open(number))
        if len(names) < len(self._read):
            raise self._damaged(self._path(len(self._read)), "it is gone")
        return tuple(self._read)

    def add(self, ring: Ring, run_id: str, label: str, reason: str, *, who: str, when: str) -> Disposition:
        """Write down a decision on a ring, with what the ring is now; it is on the disk when this returns.

        Args:
            ring: as the run `run_id` shows it.
            run_id: the run.
            label: one of `LABELS`.
            reason: in words, at most `LONGEST` characters.
            who: who decided.
            when: ISO 8601 with +08:00.

        Raises:
            InputError: an unknown label, no reason, or one that is too long.
            WorkspaceError: another process is writing, or the file can't be written.
        """
        _check(label, reason)
        with self._workspace.writing(WAIT_S):
            number = len(self.all()) + 1
            made = Disposition(number, ring.ring_id, run_id, label, reason.strip(), who, when, Snapshot.of(ring))
            try:
                self.folder.mkdir(exist_ok=True)
                _write(self._path(number), json.dumps(made.to_dict(), ensure_ascii=False, indent=1) + "\n")
            except OSError as e:
                raise WorkspaceError(
                    f"Can't write to {self.folder}: {e}",
                    path=str(self.folder),
                    kind="closed",
                    hint="Give write permission and space.",
                ) from e
        return made

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"

    def _open(self, number: int) -> Disposition:
        path = self._path(number)
        try:
            found = Disposition.from_dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as e:
            raise self._damaged(path, str(e)) from e
        if found.number != number or found.label not in LABELS:
            raise self._damaged(path, "it isn't the decision that its name says")
        return found

    def _damaged(self, path: Path, why: str) -> WorkspaceError:
        return WorkspaceError(f"Disposition {path} can't be used: {why}", path=str(path), kind="decisions", hint=HINT)


def _check(label: str, reason: str) -> None:
    if label not in LABELS:
        raise InputError(f"Unknown label {label!r}", column="label", hint=f"Give one of: {', '.join(LABELS)}.")
    if not reason.strip():
        raise InputError("A decision needs a reason", column="reason", hint='Write it: --reason "one village, one bus"')
    if len(reason) > LONGEST:
        raise InputError(
            f"The reason has {len(reason)} characters", column="reason", hint=f"Write at most {LONGEST} characters."
        )


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all, and let neither it nor its name wait in a cache."""
    made = path.with_name(f".{path.name}-{os.getpid()}")
    with made.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(made, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
