"""What was pushed, kept beside the workspace: the rows of each type as Parquet, one folder a state of the graph.

<workspace>/graph/
  workspace             this workspace's own name, made at the first push
  contact.key           key of the contacts' pseudonyms, mode 0600
  <database>/<state>/   <rows>.parquet for every type of the model, manifest.json

The watermark on the server names the states it may hold; a state that isn't here is asked of the server itself.
"""

from __future__ import annotations

import filecmp
import json
import os
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graphfraud.errors import WorkspaceError
from graphfraud.model.graph import GraphType, graph_model

KEY_BYTES = 32


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
    def manifest(self) -> dict[str, Any]:
        """What the state was made from."""
        data: dict[str, Any] = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        return data

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

    def state(self, database: str, name: str) -> State | None:
        """Give a state, None where it is not here or was not written to its end."""
        folder = self.root / database / name
        return State(folder) if (folder / "manifest.json").exists() else None

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

    def prune(self, database: str, keep: Iterable[str]) -> None:
        """Remove all states of a database but some."""
        kept = set(keep)
        for folder in (self.root / database).glob("*"):
            if folder.name not in kept:
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
