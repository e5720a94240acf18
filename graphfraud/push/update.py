"""Bring a graph from the state that it has to another one: what is withdrawn goes first, runs are shown last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

import duckdb

from graphfraud.bolt.connection import Transaction
from graphfraud.model.graph import NodeType, graph_model
from graphfraud.push import diff, load
from graphfraud.push.diff import Before, Change
from graphfraud.push.kept import State
from graphfraud.push.lease import Lease
from graphfraud.push.progress import Progress
from graphfraud.push.row_types import LAST


def changes(before: Before, after: State, *, of: Sequence[str] = ()) -> list[Change]:
    """Give what differs, type by type, in the order of the model; `of`: of these types alone."""
    with duckdb.connect() as sql:
        return [diff.change(one, before, after, sql) for one in graph_model().types if not of or one.rows in of]


def apply(lease: Lease, found: Sequence[Change], progress: Progress) -> None:
    """Send all changes but those of runs themselves: relationships go before their nodes, and come after them."""
    todo = [c for c in found if c.one.rows not in LAST]
    for c in sorted(todo, key=lambda c: isinstance(c.one, NodeType)):
        for rows in load.drop(lease, c.one.rows, c.drop):
            progress.add(c.one.name, rows)
    for c in todo:
        add, change = (load.create, load.change) if c.sure else (load.put, load.put)
        for rows in chain(add(lease, c.one.rows, c.new), change(lease, c.one.rows, c.changed)):
            progress.add(c.one.name, rows)


def hide(lease: Lease, found: Sequence[Change], shown: Sequence[str]) -> None:
    """Take the runs that are gone out of sight, before anything of them is removed."""
    gone = {row[0] for c in found if c.one.rows == "runs" for row in load.lists(c.drop)}

    def work(tx: Transaction) -> None:
        lease.mark_in(tx, runs=[run for run in shown if run not in gone])
        _drop(tx, found)

    if gone:
        lease.server.write(work)


def show(lease: Lease, found: Sequence[Change], properties: Mapping[str, Any]) -> None:
    """Show the runs, and say what the graph shows now, in one transaction."""

    def work(tx: Transaction) -> None:
        lease.mark_in(tx, **properties)
        _drop(tx, found)
        for c in found:
            if c.one.rows in LAST:
                for batch in chain(load.batches(c.new), load.batches(c.changed)):
                    tx.do(f"put_{c.one.rows}", rows=batch)

    lease.server.write(work)


def _drop(tx: Transaction, found: Sequence[Change]) -> None:
    for c in found:
        if c.one.rows in LAST:
            for batch in load.batches(c.drop):
                tx.do(f"drop_{c.one.rows}", rows=batch)
