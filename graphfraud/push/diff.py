"""What differs between the state that the graph has and the one that it is to have, type by type."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.bolt.connection import Connection
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push.kept import State
from graphfraud.push.row_types import LAST, keys, schema

Rows = duckdb.DuckDBPyRelation
NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph is known to hold of a type.

    `rows` it surely holds as they are; `keys` it may hold, with whatever content; `twice`: keys that it holds more than
    once, which go before anything is put.
    """

    rows: Rows
    keys: Rows
    twice: Rows


class Before(ABC):
    """The state that the graph has."""

    @abstractmethod
    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Say what the graph is known to hold of a type."""


@dataclass(frozen=True, slots=True)
class Files(Before):
    """The graph is in one of these states, or between them: after a push that was cut short."""

    states: Sequence[State]

    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Give the rows that all states have, and the keys that any of them has."""
        found = [sql.read_parquet(str(state.file(one))) for state in self.states]
        names = ", ".join(keys(one))
        every = reduce(Rows.union, (rows.project(names) for rows in found)).distinct()
        return Known(reduce(Rows.intersect, found), every, _none(one, sql))


@dataclass(frozen=True, slots=True)
class Begun(Before):
    """A first fill was cut short: types before `filling` are whole, of that one the first `filled` rows are there."""

    state: State
    filling: str
    filled: int

    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Give the rows that were sent."""
        order = [t.rows for t in graph_model().types]
        at, here = order.index(self.filling), order.index(one.rows)
        names, rows = ", ".join(keys(one)), pq.read_table(self.state.file(one))
        if one.rows in LAST:
            # An import brings them, a fill through the driver does not.
            return Known(sql.from_arrow(rows.slice(0, 0)), sql.from_arrow(rows).project(names), _none(one, sql))
        sent = sql.from_arrow(rows.slice(0, self.filled if here == at else None) if here <= at else rows.slice(0, 0))
        return Known(sent, sent.project(names), _none(one, sql))


@dataclass(frozen=True, slots=True)
class Server(Before):
    """Nothing is known here: the server is asked for the keys it holds, and every row is sent again."""

    server: Connection

    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Give the keys on the server."""
        names = keys(one)
        columns = [(name, pa.string()) for name in names]
        found = self.server.table(f"keys_{one.rows}", pa.schema([*columns, (NUMBER, pa.int64())]))
        every = found.select(names).filter(_whole(found, names))
        often = found.filter(pa.compute.greater(found[NUMBER], 1)).select(names)
        return Known(sql.from_arrow(schema(one).empty_table()), sql.from_arrow(every), sql.from_arrow(often))


def _whole(rows: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    return reduce(pa.compute.and_, (pa.compute.is_valid(rows[name]) for name in names))


def _none(one: GraphType, sql: duckdb.DuckDBPyConnection) -> Rows:
    return sql.from_arrow(schema(one).empty_table()).project(", ".join(keys(one)))


@dataclass(frozen=True, slots=True)
class Change:
    """What to do about one type: `put` whole rows, `drop` keys; `added` of the rows to put are new."""

    one: GraphType
    put: pa.Table
    drop: pa.Table
    added: int

    @property
    def rows(self) -> int:
        """How many rows are sent."""
        rows: int = self.put.num_rows + self.drop.num_rows
        return rows

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed and withdrawn."""
        return {"added": self.added, "changed": self.put.num_rows - self.added, "removed": self.drop.num_rows}


def change(one: GraphType, before: Before, after: State, sql: duckdb.DuckDBPyConnection) -> Change:
    """Compare one type of the graph with the state that it is to have."""
    names = ", ".join(keys(one))
    known, wanted = before.known(one, sql), sql.read_parquet(str(after.file(one)))
    wanted_keys = wanted.project(names)
    put = wanted.except_(known.rows).order(names)
    drop = known.keys.except_(wanted_keys).union(known.twice).distinct().order(names)
    rows = put.to_arrow_table().cast(schema(one))
    added = sql.from_arrow(rows).project(names).except_(known.keys).shape[0] if rows.num_rows else 0
    return Change(one, rows, drop.to_arrow_table(), added)
