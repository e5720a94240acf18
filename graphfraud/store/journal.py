"""A journal of a workspace: records, a file each, only ever added (decisions, assignments, saved views).

FOLDER/000001.json   one record, numbered from 1 without a gap
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.workspace import Workspace

WAIT_S = 5.0
LONGEST = 2000
"""Characters of a text that a person writes."""
CHINA = timezone(timedelta(hours=8))


class Record(Protocol):
    """What a journal holds."""

    @property
    def number(self) -> int:
        """Its place, from 1."""

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""


R = TypeVar("R", bound=Record)


class Journal(Generic[R]):
    """The records of one folder, in order. What was read once is kept: a file never changes.

    Args:
        workspace: the workspace.
        folder: folder of the files, inside the workspace.
        name: what a record is called in an error, such as `Disposition`.
        parse: reads a record's JSON form; may raise ValueError, KeyError, TypeError or ArithmeticError.
    """

    def __init__(self, workspace: Workspace, folder: Path, name: str, parse: Callable[[dict[str, Any]], R]) -> None:
        self.folder = folder
        self._workspace = workspace
        self._name = name
        self._parse = parse
        self._read: list[R] = []

    def all(self) -> tuple[R, ...]:
        """Give every record, oldest first.

        Raises:
            WorkspaceError: a file is missing or damaged.
        """
        names = sorted(self.folder.glob("[0-9]*.json"))
        for number in range(len(self._read) + 1, len(names) + 1):
            self._read.append(self._open(number))
        if len(names) < len(self._read):
            raise self._damaged(self._path(len(self._read)), "it is gone")
        return tuple(self._read)

    def write(self, *makes: Callable[[int], R]) -> tuple[R, ...]:
        """Write records down, each made from its number; all are on the disk when this returns.

        Raises:
            WorkspaceError: another process is writing, or a file can't be written.
        """
        self._workspace.create()
        try:
            self.folder.mkdir(exist_ok=True)
            # A lock of its own: people decide while a scan of an hour holds the workspace's.
            with self._workspace.writing(WAIT_S, self.folder / "write.lock"):
                first = len(self.all()) + 1
                made = tuple(make(number) for number, make in enumerate(makes, first))
                for record in made:
                    _write(self._path(record.number), json.dumps(record.to_dict(), ensure_ascii=False, indent=1) + "\n")
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

    def _open(self, number: int) -> R:
        path = self._path(number)
        try:
            found = self._parse(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, ArithmeticError) as e:
            raise self._damaged(path, str(e)) from e
        if found.number != number:
            raise self._damaged(path, f"it isn't the {self._name.lower()} that its name says")
        return found

    def _damaged(self, path: Path, why: str) -> WorkspaceError:
        hint = "Restore that folder from a backup: its files are never deleted or changed, only added."
        return WorkspaceError(f"{self._name} {path} can't be used: {why}", path=str(path), kind="decisions", hint=hint)


def now() -> str:
    """Give the time as records have it: ISO 8601 with +08:00, to the second."""
    return datetime.now(CHINA).isoformat(timespec="seconds")


def check_text(text: str, what: str, hint: str) -> None:
    """Make sure that a person's text is there and not too long; `what` names it, `hint` says how to write it.

    Raises:
        InputError: it isn't.
    """
    if not text.strip():
        raise InputError(f"The {what} is missing", column=what, hint=hint)
    if len(text) > LONGEST:
        raise InputError(
            f"The {what} has {len(text)} characters", column=what, hint=f"Write at most {LONGEST} characters."
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
