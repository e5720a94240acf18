"""Runs `neo4j-admin` on the stopped server of a home: bulk import, dump, load."""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Callable, Sequence

from graphfraud.errors import InputError, WorkspaceError
from graphfraud.server import java, state
from graphfraud.server.home import Home

KEPT_LINES = 15
IMPORT = ["database", "import", "full"]


def run(home: Home, arguments: Sequence[str], *, on_line: Callable[[str], None]) -> None:
    """Run one command of `neo4j-admin`, with the home's memory as heap, and as the limit of a bulk import.

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
        code, last = _run(home, java.command(home, java.ADMIN, _bounded(home, arguments), on_line), on_line)
    if code:
        text = "\n".join(last) or f"exit code {code}"
        raise InputError(f"neo4j-admin {' '.join(arguments[:3])} failed:\n{text}", hint="Correct what it names.")


def _bounded(home: Home, arguments: Sequence[str]) -> list[str]:
    """Give the arguments; an import is told where its report goes and how much memory it has.

    Unasked, it takes a share of what is free, which the file cache of the system makes next to nothing.
    """
    given = list(arguments)
    if given[:3] != IMPORT:
        return given
    report = home.root / "logs" / "import.report"
    # The name goes first: after the files it would be taken for one more.
    return [*given[:4], "--verbose", f"--report-file={report}", f"--max-off-heap-memory={home.memory_text}", *given[4:]]


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
