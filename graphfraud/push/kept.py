"""What was pushed, kept beside the workspace: the rows of each type as Parquet, one folder a state of the graph.

<workspace>/graph/
  workspace             this workspace's own name, made at the first push
  contact.key           key of the contacts' pseudonyms, mode 0600
  importing             there while a bulk import runs
  <database>/<state>/   <rows>.parquet for the types of the model, settlement.parquet, manifest.json

A state holds the settlements that it shows: a link to the file in the claims folder, which is never changed. What
follows from them alone has files of its own in a whole state only (see `graphfraud.push.touched`). The watermark on the
server names the states it may hold; a state that isn't here is asked of the server itself.
"""

from __future__ import annotations

import filecmp
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from graphfraud.errors import WorkspaceError
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push.row_types import of_run

KEY_BYTES = 32
OLD_S = 86_400.0


@dataclass(frozen=True, slots=True)
class State:
    """One state of a graph, on this disk; its folder is named by chance."""

    folder: Path

    @property
    def name(self) -> str:
        """The name by which the watermark knows it."""
        return self.folder.name

    def file(self, one: GraphType) -> Path:
        """Give the file that holds the rows of a type."""
        return self.folder / f"{one.rows}.parquet"

    @property
    def settlements(self) -> Path:
        """The settlements that it was made from."""
        return self.folder / "settlement.parquet"

    @property
    def whole(self) -> bool:
        """Whether every type has its file."""
        return all(self.file(one).exists() for one in graph_model().types)

    def read(self, settlements: Path) -> None:
        """Keep the settlements that it is made from, whatever becomes of the claims folder."""
        try:
            os.link(settlements, self.settlements)
        except OSError:
            # The claims folder may be on another disk.
            shutil.copyfile(settlements, self.settlements)

    @property
    def manifest(self) -> dict[str, Any]:
        """What the state was made from."""
        data: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return data

    def describe(self, manifest: dict[str, Any]) -> None:
        """Write what the state was made from: only with it the state is whole."""
        (self.folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")

    def same(self, other: State) -> bool:
        """Say whether two states hold the very same rows."""
        pairs = ((self.file(one), other.file(one)) for one in graph_model().types)
        return all(a.exists() and filecmp.cmp(a, b, shallow=False) for a, b in pairs)


class Kept:
    """Everything that a workspace keeps about its graphs."""

    def __init__(self, workspace: Path) -> None:
        self.root = workspace / "graph"

    def workspace(self) -> str:
        """Give this workspace's own name, made at the first push."""
        return self._secret("workspace", 0o644, 8)

    def contact_key(self) -> bytes:
        """Give the key of the contacts' pseudonyms, made at the first push; it never leaves the workspace."""
        return bytes.fromhex(self._secret("contact.key", 0o600, KEY_BYTES))

    def state(self, name: str) -> State | None:
        """Give a state, None where it is not here or was not written to its end."""
        # A bulk import gives the database another id: the state may lie under the one of before.
        found = next(self.root.glob(f"*/{name}/manifest.json"), None)
        return None if found is None else State(found.parent)

    @property
    def cut_short(self) -> bool:
        """Whether a bulk import was begun and not ended."""
        return (self.root / "importing").exists()

    @contextmanager
    def importing(self) -> Iterator[None]:
        """Do a bulk import; `cut_short` says so until one has ended well.

        Raises:
            WorkspaceError: another process does one.
        """
        mark = self.root / "importing"
        try:
            with FileLock(self.root / "importing.lock", timeout=0):
                mark.touch()
                yield
                mark.unlink()
        except Timeout as e:
            raise WorkspaceError(
                "Another process is importing the graph",
                path=str(self.root),
                hint="Wait until it has ended, then give the same command again.",
            ) from e

    def new(self, database: str) -> State:
        """Give an empty folder for a state."""
        folder = self.root / database / secrets.token_hex(8)
        folder.mkdir(parents=True)
        return State(folder)

    def move(self, state: State, database: str) -> State:
        """Keep a state under another database."""
        folder = self.root / database / state.name
        folder.parent.mkdir(parents=True, exist_ok=True)
        if folder != state.folder:
            os.rename(state.folder, folder)
        return State(folder)

    def without(self, state: State, run: str) -> State:
        """Keep a copy of a state in which a run is missing."""
        made = self.new(state.folder.parent.name)
        for one in graph_model().types:
            if one.of_run:
                rows = pq.read_table(state.file(one))
                pq.write_table(rows.filter(pc.invert(of_run(one, rows, run))), made.file(one), compression="lz4")
            elif state.file(one).exists():
                os.link(state.file(one), made.file(one))
        if state.settlements.exists():
            made.read(state.settlements)
        manifest = {**state.manifest, "runs": [r for r in state.manifest["runs"] if r != run]}
        made.describe(manifest)
        return made

    def prune(self, database: str, gone: Iterable[str], keep: str) -> None:
        """Remove states of a database that the graph has left, and what pushes that were killed long ago left here."""
        old = time.time() - OLD_S
        for folder in (self.root / database).glob("*"):
            if folder.name != keep and (folder.name in set(gone) or folder.stat().st_mtime < old):
                shutil.rmtree(folder, ignore_errors=True)

    def _secret(self, name: str, mode: int, length: int) -> str:
        path = self.root / name
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                made = self.root / f".{name}-{os.getpid()}"
                with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as out:
                    out.write(secrets.token_hex(length))
                # A link fails where another process was first, and then its file counts.
                with suppress(FileExistsError):
                    os.link(made, path)
                made.unlink()
            return path.read_text(encoding="utf-8").strip()
        except OSError as e:
            raise WorkspaceError(
                f"Can't read or write {path}: {e.strerror}",
                path=str(path),
                hint="Ask for permission and space there, then give the same command again.",
            ) from e
