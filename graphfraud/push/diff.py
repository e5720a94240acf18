"""What differs between the state that the graph has and the one that it is to have, type by type."""

from __future__ import annotations

import filecmp
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import queries
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

    @property
    def sure(self) -> bool:
        """Whether it holds every key that is known, and no other."""
        return False

    @abstractmethod
    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Say what the graph is known to hold of a type."""

    def same(self, one: GraphType, after: State) -> bool:
        """Say whether a type is known to be as it is to be without looking at its rows."""
        return False


@dataclass(frozen=True, slots=True)
class Files(Before):
    """The graph is in one of these states, or between them: after a push that was cut short."""

    states: Sequence[State]

    @property
    def sure(self) -> bool:
        """Whether the graph is in one of them, and not between them."""
        return len(self.states) == 1

    def known(self, one: GraphType, sql: duckdb.DuckDBPyConnection) -> Known:
        """Give the rows that all states have, and the keys that any of them has."""
        found = [sql.read_parquet(str(state.file(one))) for state in self.states]
        names = ", ".join(keys(one))
        if len(found) == 1:
            return Known(found[0], found[0].project(names), _none(one, sql))
        every = reduce(Rows.union, (rows.project(names) for rows in found)).distinct()
        return Known(reduce(Rows.intersect, found), every, _none(one, sql))

    def same(self, one: GraphType, after: State) -> bool:
        """Say whether all states have the very file of the state to come."""
        return all(filecmp.cmp(state.file(one), after.file(one), shallow=False) for state in self.states)


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
        often = found.filter(pc.greater(found[NUMBER], 1)).select(names)
        return Known(sql.from_arrow(schema(one).empty_table()), sql.from_arrow(every), sql.from_arrow(often))


def _whole(rows: pa.Table, names: Sequence[str]) -> pa.ChunkedArray:
    return reduce(pc.and_, (pc.is_valid(rows[name]) for name in names))


def _none(one: GraphType, sql: duckdb.DuckDBPyConnection) -> Rows:
    return sql.from_arrow(schema(one).empty_table()).project(", ".join(keys(one)))


@dataclass(frozen=True, slots=True)
class Change:
    """What to do about one type: `new` and `changed` rows, whole, and keys to `drop`.

    `sure`: the graph holds no key of the new rows, and every key of the changed ones.
    """

    one: GraphType
    new: pa.Table
    changed: pa.Table
    drop: pa.Table
    sure: bool = False

    @property
    def rows(self) -> int:
        """How many rows are sent."""
        return sum(self.counts.values())

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed and withdrawn."""
        return {"added": self.new.num_rows, "changed": self.changed.num_rows, "removed": self.drop.num_rows}


def change(one: GraphType, before: Before, after: State, sql: duckdb.DuckDBPyConnection) -> Change:
    """Compare one type of the graph with the state that it is to have."""
    nothing = schema(one).empty_table()
    if before.same(one, after):
        return Change(one, nothing, nothing, nothing.select(keys(one)), before.sure)
    known, wanted = before.known(one, sql), sql.read_parquet(str(after.file(one)))
    sql.register("known", known.rows)
    sql.register("known_key", known.keys)
    sql.register("twice", known.twice)
    sql.register("wanted", wanted)
    sql.register("wanted_key", wanted.project(", ".join(keys(one))))
    put = sql.sql(queries.sql("graph_differing")).to_arrow_table()
    drop = sql.sql(queries.sql("graph_withdrawn")).to_arrow_table()
    put = put.sort_by([(name, "ascending") for name in keys(one)])
    there = put["there"]
    new, changed = (put.filter(those).drop_columns(["there"]).cast(schema(one)) for those in (pc.invert(there), there))
    return Change(one, new, changed, drop, before.sure)
