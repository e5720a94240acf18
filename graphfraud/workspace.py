"""The workspace: one folder that holds everything the embedded default writes.

lake/<table>/            Delta tables (see graphfraud.lake)
claims/<data_version>/   clean settlements, the entity graph and the measures of that data, built once, never changed
runs/<run_id>/           one scan each, never changed
runs/latest              text file with the newest run_id, replaced atomically
dispositions/            decisions on rings, a file each, only ever added
jobs/<job_id>/           journal of a scan or load that the explorer started (see graphfraud.jobs.job)
uploads/<token>/         uploaded files until they are loaded (see graphfraud.jobs.uploads)
mappings/<name>.yml      mappings made in the explorer
quality.json             data-quality report of the last load (see ingest.quality)
inbox/                   where the explorer loads from, unless the setting names another folder
assignments/             who looks into which ring, a file each, only ever added
views/                   saved views of the queue, a file a change, only ever added
neo4j/                   home of the workspace's own Neo4j server, where one was started (see graphfraud.server)
write.lock               held by the one process that loads or scans; a journal has a lock of its own
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graphfraud.errors import WorkspaceError

# Delta tables are found by URL, and the Delta library mistakes these for parts of one.
UNFIT = re.compile(r"[\[\]|^\\]|%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Workspace:
    """Paths of a workspace. Nothing is created until something is written."""

    root: Path

    @property
    def lake(self) -> Path:
        """Folder of the Delta tables."""
        return self.root / "lake"

    @property
    def claims(self) -> Path:
        """Folder of the clean settlements, one folder a data version."""
        return self.root / "claims"

    @property
    def runs(self) -> Path:
        """Folder of the run folders."""
        return self.root / "runs"

    @property
    def dispositions(self) -> Path:
        """Folder of the decisions on rings."""
        return self.root / "dispositions"

    @property
    def assignments(self) -> Path:
        """Folder of who looks into which ring."""
        return self.root / "assignments"

    @property
    def views(self) -> Path:
        """Folder of the saved views of the queue."""
        return self.root / "views"

    @property
    def neo4j(self) -> Path:
        """Home of the workspace's own Neo4j server."""
        return self.root / "neo4j"

    def create(self) -> None:
        """Make the folder.

        Raises:
            WorkspaceError: the folder can't be made or written, or its path can't hold Delta tables.
        """
        unfit = UNFIT.search(str(self.root.absolute()))
        if unfit:
            raise WorkspaceError(
                f"Tables can't be kept in {self.root.absolute()}: {unfit.group()!r} in the path",
                path=str(self.root),
                hint="Choose another folder with --workspace.",
            )
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except OSError as e:
            raise WorkspaceError(
                f"Can't make the workspace {self.root}: {e.strerror}",
                path=str(self.root),
                kind="closed",
                hint="Choose another folder with --workspace, or ask for write permission.",
            ) from e
        if not os.access(self.root, os.W_OK):
            raise WorkspaceError(
                f"No permission to write in the workspace {self.root}",
                path=str(self.root),
                kind="closed",
                hint="Choose another folder with --workspace, or ask for write permission.",
            )

    @contextmanager
    def writing(self, wait_s: float = 0.0, lock: Path | None = None) -> Iterator[None]:
        """Hold the workspace's write lock, or another `lock` file; the system frees it when the process dies.

        Raises:
            WorkspaceError: another process holds it after `wait_s` seconds.
        """
        self.create()
        try:
            with FileLock(lock or self.root / "write.lock", timeout=wait_s):
                yield
        except Timeout as e:
            raise WorkspaceError(
                f"Another process is writing to the workspace {self.root}",
                path=str(self.root),
                kind="busy",
                hint="Wait until it has ended, then give the same command again.",
            ) from e


def write_whole(folder: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a new folder beside `folder`, then give it that name; a kill leaves no half `folder`.

    Raises:
        OSError: it can't be written.
    """
    for left in folder.parent.glob(f".{folder.name}-*"):
        if not _lives(left.name.split("-")[-2]):
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-{os.getpid()}-", dir=folder.parent))
    try:
        made.chmod(0o755)
        write(made)
        os.rename(made, folder)
    except OSError:
        # Another process may have written the same folder in the meantime.
        if not folder.exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _lives(pid: str) -> bool:
    """Say whether the process that fills a folder is still there (it may be another user's)."""
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
