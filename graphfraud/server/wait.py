"""Waits until a started server answers to its own password; a new server is given that password first."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import LiteralString

from graphfraud.errors import MissingPartError
from graphfraud.server.reach import Login

START_S = 180.0
SAY_EVERY_S = 10.0
# Neo4j gives this password to the user of a new server, and then only lets it be changed.
FIRST_PASSWORD = "neo4j"  # noqa: S105 - what every new server starts with
CHANGE: LiteralString = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"


def until_it_answers(
    login: Login, port: int, password_file: Path, check: Callable[[], None], say: Callable[[str], None]
) -> None:
    """Return when the server answers to the login; `check` raises where it never will.

    Raises:
        MissingPartError: it refuses the password, or does not answer within three minutes.
    """
    began = time.monotonic()
    said = began
    while not (_listens(port) and _answers(login, password_file)):
        check()
        now = time.monotonic()
        if now - began > START_S:
            raise MissingPartError(
                f"Neo4j does not answer at {login.uri} after {START_S:.0f} s",
                part="neo4j",
                hint="graphfraud neo4j status shows its log; graphfraud neo4j down stops it.",
            )
        if now - said > SAY_EVERY_S:
            said = now
            say(f"Waiting for its answer, {now - began:.0f} s …")
        time.sleep(0.1)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(login: Login, password_file: Path) -> bool:
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    try:
        _log_in(login)
    except AuthError:
        return _first_password(login, password_file)
    except (DriverError, Neo4jError, OSError):
        # Also where three wrong passwords have made Neo4j refuse every login for five seconds.
        return False
    return True


def _first_password(login: Login, password_file: Path) -> bool:
    """Change the password of a new server to ours."""
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    try:
        _log_in(Login(login.uri, login.user, FIRST_PASSWORD), old=FIRST_PASSWORD, new=login.password)
    except AuthError as e:
        raise MissingPartError(
            f"The Neo4j server at {login.uri} refuses the password of {password_file}",
            part="neo4j",
            hint="Put the right password on the first line of that file. Lost for good: graphfraud neo4j down, delete "
            f"{password_file.parent}, and push the graph again.",
        ) from e
    except (DriverError, Neo4jError, OSError):
        return False
    return True


def _log_in(login: Login, **change: str) -> None:
    import neo4j

    with neo4j.GraphDatabase.driver(login.uri, auth=(login.user, login.password)) as driver:
        if change:
            driver.execute_query(CHANGE, change, database_="system")
        else:
            driver.get_server_info()
