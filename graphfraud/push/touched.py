"""What changed claims touch: of every state those rows alone that may differ, where they follow from the settlements.

A settlement that all states have as it is gives the same node and the same SUBMITTED, AT and BY in each of them. An
edge between two entities is the same wherever no differing settlement names both. So it is enough to make these rows,
in every state, of the settlements that differ and of the pairs of entities that they name. Other rows are computed
whole, with degrees carried on from an earlier state.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push.diff import Before, Files
from graphfraud.push.kept import State
from graphfraud.push.row_types import OF_CLAIMS, schema

TABLES = ("hop", "degree")
"""Tables of the new state that are left in the engine: `hop` holds the touched pairs alone."""
TOUCHED = pa.schema([("setl_id", pa.string()), ("patient", pa.string()), ("held", pa.bool_())])
NAMED = ["patient", "kind", "fixmedins_code", "doctor"]
WITH_DEGREE = ("patients", "doctors", "institutions")


@dataclass(frozen=True, slots=True)
class Part(State):
    """A state of which rows that follow from claims are given for touched claims alone, in the folder `few`."""

    few: Path

    def file(self, one: GraphType) -> Path:
        """Give the file that holds the rows of a type."""
        return (self.few if one.rows in OF_CLAIMS else self.folder) / f"{one.rows}.parquet"


def write(bases: Sequence[State], state: State, engine: DuckDBEngine) -> None:
    """Write what differing claims touch, of each of the `bases` and of the new state, into the new state's folder.

    Leaves in the engine the tables `hop` and `degree` of the new state.
    """
    found = [_touched(base, state, engine) for base in bases]
    touched, settlements = pa.concat_tables(found), [str(state.settlements)]
    before = [
        _claims([str(base.settlements)], _held(touched, rows), engine) for base, rows in zip(bases, found, strict=True)
    ]
    engine.register("touched", touched)
    engine.register("settlement", settlements)
    near = engine.arrow(queries.sql("graph_near"))
    after = _claims(near, touched, engine)
    engine.register("touched_claim", pa.concat_tables(rows.select(NAMED) for rows in (*before, after)))
    engine.register("settlement", settlements)
    engine.register("near", near)
    engine.table("untouched_hop", queries.sql("graph_untouched_hops"))
    for base, rows in reversed(list(zip(bases, before, strict=True))):
        _write(base, rows, state, engine)
    engine.table("hop_before", "SELECT * FROM hop")
    _write(state, after, state, engine)
    files = [bases[0].folder / f"{rows}.parquet" for rows in WITH_DEGREE]
    engine.register("degree_before", pa.concat_tables(pq.read_table(file, columns=["key", "degree"]) for file in files))
    engine.table("degree", queries.sql("graph_degrees_since"))


def _touched(base: State, state: State, engine: DuckDBEngine) -> pa.Table:
    """Give the settlements that not both states have as they are, whose they are, and whether the base has them."""
    if base.settlements.samefile(state.settlements):
        return TOUCHED.empty_table()
    engine.register("one_state", [str(base.settlements)])
    engine.register("other_state", [str(state.settlements)])
    return engine.arrow(queries.sql("graph_touched"))


def _held(touched: pa.Table, of_base: pa.Table) -> pa.Table:
    """Give those of the touched settlements that a base has: most have come since, and need not be looked for."""
    come = of_base.filter(pc.invert(of_base["held"]))["setl_id"]
    return touched.filter(pc.invert(pc.is_in(touched["setl_id"], value_set=come.combine_chunks())))


def _claims(settlements: pa.Table | list[str], touched: pa.Table, engine: DuckDBEngine) -> pa.Table:
    engine.register("settlement", settlements)
    engine.register("touched", touched)
    return engine.arrow(queries.sql("graph_touched_claims"))


def _write(one_state: State, claims: pa.Table, into: State, engine: DuckDBEngine) -> None:
    part = _part(one_state, into)
    part.few.mkdir(parents=True)
    engine.register("claim", claims)
    engine.table("hop", queries.sql("graph_touched_hops"))
    for one in graph_model().types:
        if one.rows in OF_CLAIMS:
            rows = engine.arrow(queries.sql(f"graph_{one.rows}"))
            pq.write_table(rows.cast(schema(one)), part.file(one), compression="lz4")


@contextmanager
def parts(bases: Sequence[State], state: State) -> Iterator[tuple[Before, State]]:
    """Give what the graph is known to hold and what it is to hold, as far as they may differ; removed afterwards."""
    yield Files([_part(base, state) for base in bases]), _part(state, state)
    shutil.rmtree(_parts(state))


def _parts(state: State) -> Path:
    return state.folder / "parts"


def _part(one_state: State, into: State) -> Part:
    return Part(one_state.folder, _parts(into) / one_state.name)
