"""Uploaded files: `uploads/<token>/<table>/<file>` in the workspace, until they are loaded or a stated time is over.

What comes from a browser is not trusted: names are made plain, sizes are limited, nothing is unpacked or run.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from graphfraud.errors import InputError, NotFoundError, WorkspaceError
from graphfraud.workspace import Workspace

TOKEN = re.compile(r"[0-9a-f]{16}")
UNFIT = re.compile(r"[^\w.\-（）()]+")
LONGEST = 80
"""Characters of a file's name: the ledger shows it, and file systems end at 255 bytes."""
PENDING = "new"
"""Folder of a file whose table is not chosen yet."""


def keep(workspace: Workspace, name: str, data: bytes, limit: int) -> str:
    """Keep an uploaded file; give its token.

    Raises:
        InputError: it is empty or larger than `limit` bytes.
        WorkspaceError: the disk is full or may not be written.
    """
    safe = plain_name(name)
    if not data:
        raise InputError("the file is empty", file=safe, reason="empty_file", hint="Export it again.")
    if len(data) > limit:
        raise InputError(
            f"{len(data) / 1024**2:.0f} MB, at most {limit / 1024**2:.0f} MB can be uploaded",
            file=safe,
            reason="too_long",
            hint="Put it into the inbox folder on the server instead, or raise the setting upload_limit.",
        )
    return _kept(workspace, safe, lambda path: _write(path, data))


def refer(workspace: Workspace, file: Path) -> str:
    """Keep a reference to a file that lies on the server already; give its token. The file itself stays.

    Raises:
        WorkspaceError: the workspace may not be written.
    """
    return _kept(workspace, plain_name(file.name), lambda path: path.symlink_to(file.absolute()))


def file_of(workspace: Workspace, token: str) -> Path:
    """Give the file of a token.

    Raises:
        NotFoundError: it was loaded or cleared away.
    """
    folder = _folder(workspace, token)
    found = sorted(f for f in folder.glob("*/*") if f.is_file()) if folder else []
    if not found:
        raise NotFoundError(
            "The file is no longer kept", kind="upload", id=token, hint="Upload it again, or choose it again."
        )
    return found[0]


def under_table(workspace: Workspace, token: str, table: str) -> Path:
    """Put the file of a token into a folder named after its table; give the folder to load.

    Raises:
        NotFoundError: it was loaded or cleared away.
    """
    file = file_of(workspace, token)
    if file.parent.name != table:
        there = file.parent.parent / table
        there.mkdir(exist_ok=True)
        os.rename(file, there / file.name)
    return file.parent.parent


def remove(workspace: Workspace, token: str) -> None:
    """Remove the file of a token (of a reference only the reference)."""
    folder = _folder(workspace, token)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(workspace: Workspace, hours: float, busy: frozenset[str] = frozenset()) -> int:
    """Remove what is older than `hours`, save the tokens of working jobs; give how many went."""
    old = [
        folder.name
        for folder in (workspace.root / "uploads").glob("*")
        if TOKEN.fullmatch(folder.name) and folder.name not in busy and _age_h(folder) > hours
    ]
    for token in old:
        remove(workspace, token)
    return len(old)


def plain_name(name: str) -> str:
    """Give a file name without folders, control characters, leading dots, or what file systems and shells treat apart.

    The ending stays: the format is read from it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    stem, dot, ending = UNFIT.sub("_", last).strip("._ ").partition(".")
    kept = ending[-20:] if dot else ""
    return f"{stem[: LONGEST - len(kept)] or 'file'}{dot}{kept}"


def _kept(workspace: Workspace, name: str, put: Callable[[Path], object]) -> str:
    workspace.create()
    token = secrets.token_hex(8)
    folder = workspace.root / "uploads" / token / PENDING
    try:
        folder.mkdir(parents=True)
        (workspace.root / "uploads").chmod(0o700)
        put(folder / name)
    except OSError as e:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise WorkspaceError(
            f"Can't keep the file in {workspace.root / 'uploads'}: {e.strerror or e}",
            path=str(workspace.root),
            hint="Free some space or ask for write permission, then try again.",
        ) from e
    return token


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _folder(workspace: Workspace, token: str) -> Path | None:
    folder = workspace.root / "uploads" / token
    return folder if TOKEN.fullmatch(token) and folder.is_dir() else None


def _age_h(folder: Path) -> float:
    return (time.time() - folder.stat().st_mtime) / 3600
