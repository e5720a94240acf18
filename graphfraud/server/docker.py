"""The server as a Docker container of `docker/compose.yml`, one compose project for each home."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from hashlib import sha256

from graphfraud.errors import MissingPartError, WorkspaceError
from graphfraud.server import process, state
from graphfraud.server.home import Home
from graphfraud.server.shipped import shipped
from graphfraud.server.state import State

BROWSER_PORT = 7474
TIMEOUT_S = 60.0


def answers() -> bool:
    """Say whether a Docker engine answers here and `docker compose` is installed."""
    docker = shutil.which("docker")
    return docker is not None and _succeeds([docker, "info"]) and _succeeds([docker, "compose", "version"])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=TIMEOUT_S).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def start(home: Home, port: int, say: Callable[[str], None]) -> State:
    """Start the container, wait for its health check, and keep the state.

    Raises:
        MissingPartError: Docker can't start it; it has printed why.
        WorkspaceError: the port is taken, or the home can't be written.
    """
    process.check_free(port)
    home.password()
    say("Starting Neo4j with Docker (the first time it fetches the image) …")
    state.write(home, State("docker", port, wanted=True))
    done = compose(home, port, ["up", "--detach", "--wait", "neo4j"])
    if done.returncode:
        raise MissingPartError(
            f"Docker can't start Neo4j: {_last(done)}",
            part="docker",
            hint="graphfraud neo4j status shows its log; graphfraud neo4j up --with java does without Docker.",
        )
    return State("docker", port, wanted=True)


def stop(home: Home, found: State) -> None:
    """Stop and remove the container; its volumes stay.

    Raises:
        WorkspaceError: Docker can't.
    """
    done = compose(home, found.port, ["down"])
    if done.returncode:
        raise WorkspaceError(
            f"Docker can't stop Neo4j: {_last(done)}", path=str(home.root), hint="Is the Docker engine running?"
        )


def runs(home: Home, found: State) -> bool:
    """Say whether the container is there and running."""
    if not found.wanted or not shutil.which("docker"):
        return False
    done = compose(home, found.port, ["ps", "--status", "running", "--quiet", "neo4j"])
    return done.returncode == 0 and bool(done.stdout.strip())


def tail(home: Home, found: State) -> list[str]:
    """Give the last lines of the container's log."""
    done = compose(home, found.port, ["logs", "--no-color", "--tail", str(process.TAIL_LINES), "neo4j"])
    return done.stdout.splitlines()


def compose(home: Home, port: int, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run `docker compose` on the home's project."""
    project = f"graphfraud-{sha256(str(home.root).encode()).hexdigest()[:10]}"
    command = ["docker", "compose", "--project-name", project, "--file", str(shipped("compose.yml")), *arguments]
    return subprocess.run(command, env=environment(home, port), capture_output=True, text=True)


def environment(home: Home, port: int) -> dict[str, str]:
    """Give what `compose.yml` asks for: memory, password file and ports."""
    try:
        process.check_free(BROWSER_PORT)
        browser = BROWSER_PORT
    except WorkspaceError:
        browser = process.free_port()
    return {
        **os.environ,
        "GRAPHFRAUD_NEO4J_MEMORY": home.memory_text,
        "GRAPHFRAUD_NEO4J_PASSWORD_FILE": str(home.password_file),
        "NEO4J_BOLT_PORT": str(port),
        "NEO4J_BROWSER_PORT": str(browser),
    }


def _last(done: subprocess.CompletedProcess[str]) -> str:
    return (done.stderr.strip() or f"exit code {done.returncode}")[-1000:]
