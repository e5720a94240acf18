"""The server as a Java process of its own session: it outlives the shell that started it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from graphfraud.errors import MissingPartError, WorkspaceError
from graphfraud.server import java, state
from graphfraud.server.home import Home
from graphfraud.server.state import State

STOP_S = 120.0
TAIL_LINES = 12
# Neo4j itself writes the character 6 there when it is ready, for the script that usually starts it.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def start(home: Home, port: int, say: Callable[[str], None]) -> State:
    """Start the process and keep its state; it does not answer yet.

    Raises:
        MissingPartError: Java, Maven or Neo4j's files are missing.
        WorkspaceError: the port is taken, the disk is full, or the home can't be written.
    """
    check_free(port)
    home.check_unused()
    home.prepare(port)
    arguments = [f"--home-dir={home.root}", f"--config-dir={home.root / 'conf'}"]
    command = java.command(home, java.SERVER, arguments, say)
    say(f"Starting Neo4j {java.version()} with Java, {home.memory_text} heap …")
    try:
        with home.console.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=home.root, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
            )
    except OSError as e:
        raise home.unwritable(e) from e
    started = State("java", port, wanted=True, pid=process.pid)
    state.write(home, started)
    return started


def stop(home: Home, found: State) -> None:
    """Ask the process to end and wait until it has.

    Raises:
        WorkspaceError: it belongs to another user, or does not end.
    """
    deadline = time.monotonic() + STOP_S
    if state.alive(home, found) and found.pid is not None:
        _terminate(found.pid)
    while state.alive(home, found):
        if time.monotonic() > deadline:
            raise WorkspaceError(
                f"Neo4j (process {found.pid}) has not ended within {STOP_S:.0f} s",
                path=str(home.root),
                hint=f"Look at {home.log}; in the end: kill -9 {found.pid}",
            )
        time.sleep(0.1)


def _terminate(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGTERM)
    except ProcessLookupError:
        return
    except PermissionError as e:
        raise WorkspaceError(
            f"The Neo4j process {pid} belongs to another user", hint="Stop it as the user who started it."
        ) from e


def check_free(port: int) -> None:
    """Make sure that the port can be listened on.

    Raises:
        WorkspaceError: it can't.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as e:
            raise WorkspaceError(
                f"Port {port} of 127.0.0.1 can't be used: {e.strerror or e}",
                hint="If another Neo4j listens there, set neo4j_uri to it; else choose another port: "
                "graphfraud neo4j up --port 0 takes any free one.",
            ) from e


def free_port() -> int:
    """Give a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def tail(home: Home) -> list[str]:
    """Give the last lines that say what happened: Java's own where it couldn't go on, else those of Neo4j's log."""
    return _lines(home.console) or _lines(home.log)


def _lines(log: Path) -> list[str]:
    with suppress(OSError):
        text = CONTROL.sub("", log.read_text(encoding="utf-8", errors="replace"))
        return [line for line in text.splitlines() if line.strip()][-TAIL_LINES:]
    return []


def ended(home: Home) -> MissingPartError:
    """Give the error for a process that ended instead of answering, in the words of its log."""
    last = tail(home)
    text = "\n".join(last)
    if "No space left" in text:
        hint = "Free some space on the disk, then: graphfraud neo4j up"
    elif "Address already in use" in text:
        hint = "Choose another port: graphfraud neo4j up --port 0 takes any free one."
    elif "OutOfMemory" in text or "Could not reserve enough space" in text:
        hint = "Give it another neo4j_memory."
    else:
        hint = f"The whole log: {home.log}"
    return MissingPartError("Neo4j ended before it answered:\n" + text, part="neo4j", hint=hint)
