"""The folder on the server from which the explorer may load, and nothing outside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import InputError
from graphfraud.settings import Settings
from ingest.source import ENDINGS

MOST = 500
"""Entries that are listed; a folder with more is loaded whole."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file, or a folder that holds files; `name` is its path inside the inbox."""

    name: str
    folder: bool
    size: int


def root(settings: Settings) -> Path:
    """Give the folder: the setting, else `inbox` in the workspace."""
    return settings.inbox or settings.workspace / "inbox"


def entries(folder: Path) -> tuple[list[Entry], int]:
    """Give what can be loaded, folders first, and how many entries there are in all."""
    found: list[Entry] = []
    for place, inner, files in os.walk(folder):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        readable = sorted(f for f in files if f.lower().endswith(ENDINGS) and not f.startswith("."))
        here = Path(place).relative_to(folder)
        sizes = {f: _size(Path(place, f)) for f in readable}
        if readable and str(here) != ".":
            found.append(Entry(here.as_posix(), True, sum(sizes.values())))
        found += [Entry((here / f).as_posix(), False, size) for f, size in sizes.items()]
    found.sort(key=lambda e: (not e.folder, e.name))
    return found[:MOST], len(found)


def inside(folder: Path, name: str) -> Path:
    """Give the file or folder called `name` inside the inbox.

    Raises:
        InputError: there is none, or it lies outside.
    """
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.exists():
        raise InputError(
            "no such file or folder in the inbox", file=name, reason="not_found", hint=f"Put it into {folder}."
        )
    return path


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
