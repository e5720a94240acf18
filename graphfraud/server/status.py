"""What is known of the server that this process uses: does it run, does it answer, where is its password."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from graphfraud.errors import GraphFraudError
from graphfraud.server import docker, process, state
from graphfraud.server.find import UP, login, own
from graphfraud.server.home import Home
from graphfraud.server.reach import reach
from graphfraud.server.state import State
from graphfraud.settings import Settings
from graphfraud.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Status:
    """`state` is `running` (it answers to our password), `stopped` or `unhealthy` (it is there and does not).

    `way` is `java`, `docker` or `uri` (the server of the settings), None where none was ever started; `detail` says in
    words what is wrong and `remedy` what to do; `log` has the last lines of its log, only where something is wrong.
    """

    state: str
    way: str | None = None
    version: str | None = None
    uri: str | None = None
    user: str | None = None
    password_file: str | None = None
    home: str | None = None
    pid: int | None = None
    detail: str = ""
    remedy: str = ""
    log: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return asdict(self)


def status(settings: Settings, workspace: Workspace) -> Status:
    """Look at the server of `neo4j_uri`; where that is not set, at the workspace's own.

    Raises:
        WorkspaceError: the kept state can't be read.
    """
    if settings.neo4j_uri is not None:
        return _by_uri(settings, workspace)
    home = Home.of(settings, workspace)
    found = state.read(home)
    if found is None:
        return Status("stopped", home=str(home.root), detail="None was started in this workspace yet.", remedy=UP)
    return _own(home, found)


def _by_uri(settings: Settings, workspace: Workspace) -> Status:
    file = settings.neo4j_password_file
    what: dict[str, Any] = {
        "way": "uri",
        "uri": settings.neo4j_uri,
        "user": settings.neo4j_user,
        "password_file": None if file is None else str(file),
    }
    try:
        return Status("running", version=reach(login(settings, workspace)), **what)
    except GraphFraudError as e:
        return Status("unhealthy", detail=e.message, remedy=e.hint, **what)


def _own(home: Home, found: State) -> Status:
    what: dict[str, Any] = {
        "way": found.way,
        "uri": found.uri,
        "user": "neo4j",
        "password_file": str(home.password_file),
        "home": str(home.root),
        "pid": found.pid,
    }
    in_docker = found.way == "docker"
    if not (docker.runs(home, found) if in_docker else state.alive(home, found)):
        what["pid"] = None
        if not found.wanted:
            return Status("stopped", detail="It was stopped.", remedy=UP, **what)
        log = docker.tail(home, found) if in_docker else process.tail(home)
        detail = "It ended by itself or was killed."
        return Status("stopped", detail=detail, remedy=UP, log=log, **what)
    try:
        return Status("running", version=reach(own(home, found)), **what)
    except GraphFraudError as e:
        log = docker.tail(home, found) if in_docker else process.tail(home)
        remedy = f"It may still be starting: {UP} waits for it. Else look at {home.password_file} and at its log."
        return Status("unhealthy", detail=e.message, remedy=remedy, log=log, **what)
