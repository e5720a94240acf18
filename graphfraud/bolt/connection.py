"""A connection to a Neo4j server: statements of `queries/cypher` with parameters, errors in plain words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from threading import local
from types import TracebackType
from typing import TYPE_CHECKING, Any, LiteralString, TypeVar

import pyarrow as pa

import queries
from graphfraud.bolt.trouble import answered, of_server
from graphfraud.server.reach import Login

if TYPE_CHECKING:
    # The driver is slow to load and only needed where a server is used.
    import neo4j

T = TypeVar("T")
TIMEOUT_S = 10.0
RETRY_S = 30.0
BLOCK = 50_000


class Connection:
    """A server that answers. Safe to share between threads; use as a context manager, or `close` it.

    Args:
        login: the server.
        retry_s: how long to try again where it doesn't answer, or asks for another try.

    Every method raises:
        MissingPartError: the server can't be reached, refuses the login, or answers with an error.
    """

    def __init__(self, login: Login, *, retry_s: float = RETRY_S) -> None:
        self.login = login
        self._retry_s = retry_s
        self._open = local()

    def rows(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """Give the rows of a reading statement of `queries/cypher`, in its order."""
        if (tx := getattr(self._open, "tx", None)) is not None:
            return Transaction(tx).rows(name, **parameters)
        with self._plainly():
            found = self._driver.execute_query(
                _text(name), parameters, database_=self.login.database, routing_=_reading()
            )
            return [dict(record) for record in found.records]

    def read(self, work: Callable[[], T]) -> T:
        """Do `work`, whose `rows` in this thread are then of one transaction; again from its start where the server
        asks for a retry. Spares each statement the two messages that open and end a transaction of its own."""
        if getattr(self._open, "tx", None) is not None:
            return work()

        def within(tx: neo4j.ManagedTransaction) -> T:
            self._open.tx = tx
            try:
                return work()
            finally:
                self._open.tx = None

        with self._plainly(), self._driver.session(database=self.login.database) as session:
            return session.execute_read(within)

    def table(self, name: str, schema: pa.Schema) -> pa.Table:
        """Give the rows of a reading statement as a table, for answers too long for a list of dicts."""
        parts = [schema.empty_table()]
        with self._plainly(), self._driver.session(database=self.login.database, default_access_mode="READ") as session:
            found = session.run(_text(name))
            while block := found.fetch(BLOCK):
                columns = zip(*(record.values() for record in block), strict=True)
                arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
                parts.append(pa.Table.from_arrays(arrays, schema=schema))
        return pa.concat_tables(parts)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in one transaction, again from its start where the server asks for a retry."""
        with self._plainly(), self._driver.session(database=self.login.database) as session:
            return session.execute_write(lambda tx: work(Transaction(tx)))

    def run(self, text: LiteralString, **parameters: Any) -> None:
        """Run one statement outside a transaction of ours (constraints, indexes)."""
        with self._plainly(), self._driver.session(database=self.login.database) as session:
            session.run(text, parameters).consume()

    def close(self) -> None:
        """Let go of the server; whoever uses the connection again opens it again."""
        driver = self.__dict__.pop("_driver", None)
        if driver is not None:
            driver.close()

    def __enter__(self) -> Connection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def _driver(self) -> neo4j.Driver:
        import neo4j

        # What fails at last is told in our own words; every retry before that is nobody's concern.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        return neo4j.GraphDatabase.driver(
            self.login.uri,
            auth=(self.login.user, self.login.password),
            connection_timeout=TIMEOUT_S,
            max_transaction_retry_time=self._retry_s,
            # A graph that has no rings yet lacks properties that statements name: no reason to warn.
            notifications_min_severity="OFF",
        )

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Turn the driver's errors into ours."""
        from neo4j.exceptions import AuthError, DriverError, Neo4jError

        at = self.login.uri
        try:
            yield
        except AuthError as e:
            raise of_server(
                f"The Neo4j server at {at} refuses the login of {self.login.user!r}: wrong user or password",
                "Set neo4j_user and neo4j_password_file to a login of that server.",
            ) from e
        except Neo4jError as e:
            raise answered(at, e) from e
        except (DriverError, OSError, ValueError) as e:
            raise of_server(
                f"No Neo4j server answers at {at}: {(str(e).splitlines() or [type(e).__name__])[0]}",
                "Start it (graphfraud neo4j up), or correct neo4j_uri, then give the same command again.",
            ) from e


class Transaction:
    """One transaction: statements by name."""

    def __init__(self, tx: neo4j.ManagedTransaction) -> None:
        self._tx = tx

    def rows(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement of `queries/cypher` and give its rows."""
        return [dict(record) for record in self._tx.run(_text(name), parameters)]

    def do(self, name: str, **parameters: Any) -> Mapping[str, int]:
        """Run a writing statement of `queries/cypher` and give what it changed, by name."""
        counters = self._tx.run(_text(name), parameters).consume().counters
        return {k: v for k, v in vars(counters).items() if isinstance(v, int)}


def _text(name: str) -> LiteralString:
    return queries.cypher(name)


def _reading() -> neo4j.RoutingControl:
    from neo4j import RoutingControl

    return RoutingControl.READ
