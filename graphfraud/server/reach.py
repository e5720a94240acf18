"""Says whether a Neo4j server can be reached, and in plain words why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import LiteralString

from graphfraud.errors import MissingPartError

TIMEOUT_S = 10.0
COMPONENTS: LiteralString = "CALL dbms.components() YIELD name, versions, edition"


@dataclass(frozen=True, slots=True)
class Login:
    """Where a server is and how to log in."""

    uri: str
    user: str
    password: str = field(repr=False)
    database: str = "neo4j"


def reach(login: Login) -> str:
    """Log in to the server and give its version and edition, as in `5.26.25 community`.

    Raises:
        MissingPartError: nothing answers there, or the server refuses the login.
    """
    # Imported here: the driver is slow to load and only needed where a server is set.
    import neo4j
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    try:
        with neo4j.GraphDatabase.driver(
            login.uri,
            auth=(login.user, login.password),
            connection_timeout=TIMEOUT_S,
            connection_acquisition_timeout=TIMEOUT_S,
        ) as driver:
            driver.verify_connectivity()
            # The system database is always there and answers this procedure.
            kernel = driver.execute_query(COMPONENTS, database_="system").records[0]
            return f"{kernel['versions'][0]} {kernel['edition']}"
    except AuthError as e:
        raise _error(
            f"The Neo4j server at {login.uri} refuses the login of {login.user!r}: wrong user or password",
            "Set neo4j_user and neo4j_password_file to a login of that server.",
        ) from e
    except Neo4jError as e:
        raise _error(
            f"The Neo4j server at {login.uri} answers with an error: {e.message}",
            "Log in once with cypher-shell, or ask the server's keeper.",
        ) from e
    except (DriverError, OSError, ValueError) as e:
        raise _error(
            f"No Neo4j server answers at {login.uri}: {_short(e)}",
            "Start the server, or correct neo4j_uri (host, port, neo4j:// or bolt://).",
        ) from e


def _short(error: Exception) -> str:
    first = (str(error).splitlines() or [type(error).__name__])[0]
    return first.split(" (resolved to")[0]


def _error(message: str, hint: str) -> MissingPartError:
    return MissingPartError(message, part="neo4j", hint=hint)
