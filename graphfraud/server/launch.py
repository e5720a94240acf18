"""Starts and stops the workspace's own server, by Docker where its engine answers, else by Java."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from graphfraud.server import docker, process, state
from graphfraud.server.find import own
from graphfraud.server.home import Home
from graphfraud.server.reach import Login
from graphfraud.server.state import State, Way
from graphfraud.server.wait import until_it_answers


def up(home: Home, say: Callable[[str], None], *, way: Way | None = None, port: int | None = None) -> Login:
    """See to a server that answers; one that already runs is only waited for.

    Args:
        home: where it lives.
        say: is given each step.
        way: how to start it; None: as the last time, else Docker where its engine answers, else Java.
        port: for Bolt; None: as the last time, else 7687; 0: any free one.

    Raises:
        MissingPartError: a part is missing, or the server ended or does not answer.
        WorkspaceError: the port is taken, the disk is full, the password file is lost, or the home can't be written.
    """
    with home.held():
        last = state.read(home)
        # Before the start: what a server with users but without a password file lacks can't be made up afterwards.
        home.password()
        if last is not None and _lives(home, last):
            found = last
            if way not in (None, last.way) or port not in (None, 0, last.port):
                say(f"It already runs with {last.way} on port {last.port}; graphfraud neo4j down stops it.")
        else:
            found = _start(home, last, say, way, port)
        login = own(home, found)
        until_it_answers(login, found.port, home.password_file, partial(_check, home, found), say)
        return login


def down(home: Home) -> bool:
    """Stop the server cleanly; give False where none ran.

    Raises:
        WorkspaceError: it can't be stopped.
    """
    with home.held():
        found = state.read(home)
        if found is None:
            return False
        ran = _lives(home, found)
        if found.way == "docker" and found.wanted:
            docker.stop(home, found)
        elif ran:
            process.stop(home, found)
        state.write(home, replace(found, wanted=False, pid=None))
        return ran


def _lives(home: Home, found: State) -> bool:
    return docker.runs(home, found) if found.way == "docker" else state.alive(home, found)


def _start(home: Home, last: State | None, say: Callable[[str], None], way: Way | None, port: int | None) -> State:
    chosen = way or (last.way if last else None) or ("docker" if docker.answers() else "java")
    if last and way not in (None, last.way):
        say(f"The data of {last.way} stays where it is; {way} has its own.")
    if port is None:
        port = last.port if last else state.BOLT_PORT
    start = docker.start if chosen == "docker" else process.start
    return start(home, port or process.free_port(), say)


def _check(home: Home, found: State) -> None:
    """Raise where the started server has ended."""
    if found.way == "java" and not state.alive(home, found):
        raise process.ended(home)
