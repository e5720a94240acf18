"""Runs `neo4j-admin` on the stopped server of a home: bulk import, dump, load."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.server import java, state
from graphfraud.server.home import Home

KEPT_LINES = 15


def import_full(
    home: Home,
    database: str,
    nodes: Sequence[tuple[str, Path]],
    relationships: Sequence[tuple[str, Path]],
    *,
    id_type: str = "string",
    on_line: Callable[[str], None],
) -> None:
    """Replace a database by what CSV files hold, in Neo4j's own fast way; the home need never have been started.

    Args:
        home: of a stopped server.
        database: its name; the community edition has `neo4j` alone.
        nodes: label, or labels joined by a colon, and a file with a header such as `id:ID(C),name`.
        relationships: type and a file with a header such as `:START_ID(C),:END_ID(P)`.
        id_type: `string` or `integer`, the type of the ids in the files.
        on_line: is given each line of progress.

    Raises:
        InputError: the files can't be imported; the message has the tool's last lines.
        MissingPartError: Java or Maven is missing.
        WorkspaceError: the server runs, or runs in Docker, or the home can't be written.
    """
    report = home.root / "logs" / "import.report"
    # The name goes first: after the files it would be taken for one more.
    options = ["--overwrite-destination", "--verbose", f"--id-type={id_type}", f"--report-file={report}"]
    # Unasked, the tool takes a share of what is free, which the file cache of the system makes next to nothing.
    options.append(f"--max-off-heap-memory={home.memory_text}")
    files = [f"--nodes={label}={file.absolute()}" for label, file in nodes]
    files += [f"--relationships={kind}={file.absolute()}" for kind, file in relationships]
    run(home, ["database", "import", "full", database, *options, *files], on_line=on_line)


def run(home: Home, arguments: Sequence[str], *, on_line: Callable[[str], None]) -> None:
    """Run one command of `neo4j-admin`, with the home's memory as heap.

    Raises:
        InputError: the command failed; the message has its last lines.
        MissingPartError: Java or Maven is missing.
        WorkspaceError: the server runs, or runs in Docker, or the home can't be written.
    """
    with home.held():
        found = state.read(home)
        if found is not None and found.way == "docker":
            raise WorkspaceError(
                f"The server of {home.root} keeps its data in Docker",
                path=str(home.root),
                hint="Run neo4j-admin in its container: docs/neo4j.md has the commands.",
            )
        home.check_unused()
        home.prepare(found.port if found else state.BOLT_PORT)
        code, last = _run(home, java.command(home, java.ADMIN, list(arguments), on_line), on_line)
    if code:
        text = "\n".join(last) or f"exit code {code}"
        raise InputError(f"neo4j-admin {' '.join(arguments[:3])} failed:\n{text}", hint="Correct what it names.")


def _run(home: Home, command: list[str], on_line: Callable[[str], None]) -> tuple[int, list[str]]:
    environment = {**os.environ, "NEO4J_HOME": str(home.root), "NEO4J_CONF": str(home.root / "conf")}
    last: deque[str] = deque(maxlen=KEPT_LINES)
    # The caller's folder stays the current one: paths among the arguments are the user's.
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            # Where in Neo4j's own source an error arose tells its user nothing.
            if not line.startswith(("\tat ", "\t... ")):
                last.append(line.rstrip())
                on_line(line.rstrip())
    return process.returncode, list(last)
