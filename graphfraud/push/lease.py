"""The right to change the graph: one push at a time, told by the watermark; whoever falls silent loses it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

from graphfraud.bolt.connection import Connection, Transaction
from graphfraud.errors import MissingPartError, WorkspaceError
from graphfraud.push import watermark

STALE_MS = 60_000
"""A push writes a batch every few seconds; one that hasn't for so long is dead, or can't reach the server."""

T = TypeVar("T")


class Lease:
    """A push that may write. Every transaction renews the lease, and fails where another push has taken it."""

    def __init__(self, server: Connection, token: str) -> None:
        self.server = server
        self.token = token

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in one transaction.

        Raises:
            WorkspaceError: another push has taken over.
        """

        def both(tx: Transaction) -> T:
            self.check(tx)
            return work(tx)

        return self.server.write(both)

    def check(self, tx: Transaction) -> None:
        """Renew the lease.

        Raises:
            WorkspaceError: another push has taken over.
        """
        if not tx.rows("beat_lease", lease=self.token):
            raise WorkspaceError(
                "Another push has taken over, as this one was silent for a minute",
                hint="Wait until it has ended, then give the same command again: it goes on from there.",
            )

    def mark(self, **properties: object) -> None:
        """Change what the watermark says; None removes a property."""
        self.server.write(lambda tx: self.mark_in(tx, **properties))

    def mark_in(self, tx: Transaction, **properties: object) -> None:
        """Change what the watermark says, in a transaction with more."""
        self.check(tx)
        tx.do("change_watermark", lease=self.token, properties=properties)


@contextmanager
def held(server: Connection, *, stale_ms: int = STALE_MS) -> Iterator[Lease]:
    """Hold the right to change the graph.

    Raises:
        WorkspaceError: another push holds it.
    """
    token, holder = secrets.token_hex(8), f"{socket.gethostname()}:{os.getpid()}"
    if not server.write(lambda tx: tx.rows("take_lease", lease=token, holder=holder, stale_ms=stale_ms)):
        other = watermark.read(server)
        raise WorkspaceError(
            f"Another push is under way ({other.holder}, heard of {other.silent_s:.0f} s ago)",
            hint=f"Wait until it has ended. One that was killed is given up after {stale_ms // 1000} s.",
        )
    try:
        yield Lease(server, token)
    finally:
        # The lease runs out by itself where the server is gone.
        with suppress(MissingPartError):
            server.write(lambda tx: tx.do("release_lease", lease=token))
