"""What libraries raise over the files of a workspace, told as the one error that says what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa
from deltalake.exceptions import DeltaError

from graphfraud.errors import WorkspaceError
from graphfraud.workspace import Workspace

INTERRUPTED = "Query interrupted"
HINT = (
    "Free space or ask for write permission, and give the same command again: what was loaded before is whole. "
    "A damaged file: restore it from a backup, or load into another --workspace."
)


@contextmanager
def told(workspace: Workspace) -> Iterator[None]:
    """Turn a failure to read or write the workspace's files into a `WorkspaceError`, and an interrupt into itself."""
    try:
        yield
    except (OSError, pa.ArrowException, duckdb.Error, DeltaError) as e:
        # Some messages carry a backtrace below their first line.
        reason = next(iter(str(e).strip().splitlines()), type(e).__name__)
        raise WorkspaceError(
            f"Can't read or write the files of the workspace {workspace.root}: {reason}",
            path=str(workspace.root),
            hint=HINT,
        ) from e
    except RuntimeError as e:
        # DuckDB takes Ctrl-C for itself while a statement runs, and raises this.
        if str(e) != INTERRUPTED:
            raise
        raise KeyboardInterrupt from e
