"""The rows of the claim data: one query for each type, over the clean settlements and the lake that a run has read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

import queries
from graphfraud.claims.clean import register
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from graphfraud.model.graph import GraphType
from graphfraud.model.masking import mask
from graphfraud.parameters import Parameters
from graphfraud.push import ties
from graphfraud.push.row_types import schema

BLOCK = 100_000
TABLES = ("psn_info_b", "medins_info_b", "dr_info_b", "psn_insu_d", "watchlist", "setl_d", "mdtrt_d", "fee_list_d")
NAMED = ("patients", "doctors", "institutions", "employers")


class PinnedLake(Lake):
    """The lake at the versions that a run has read; a table that isn't named is read as it is now."""

    def __init__(self, root: Path, versions: Mapping[str, int]) -> None:
        super().__init__(root)
        self._versions = versions

    def files(self, table: str, version: int | None = None) -> list[str]:
        """Give the Parquet files of the table at its version, or at another one."""
        wanted = self._versions.get(table) if version is None else version
        return [] if wanted == -1 else super().files(table, wanted)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the claim data the graph is to hold.

    `members`: (kind, id) of everybody in a ring or a link; `evidence`: settlements behind links, evidence and
    gatherings; `everything`: all settlements have a node, else only those; `names`: entities have masked names.
    """

    members: pa.Table
    evidence: pa.Table
    everything: bool
    names: bool
    parameters: Parameters
    contact_key: bytes


class ClaimRows:
    """Rows of the claim data in a claims folder.

    Args:
        lake: the lake that the run has read.
        engine: where tables are made.
        folder: the claims folder.
        wanted: what the graph is to hold.
        given: tables that the engine has already, of those that several types are made from.
    """

    def __init__(
        self, lake: Lake, engine: DuckDBEngine, folder: Path, wanted: Wanted, given: Sequence[str] = ()
    ) -> None:
        self._engine = engine
        self._names = wanted.names
        for name in ("settlement", "person"):
            engine.register(name, [str(folder / f"{name}.parquet")])
        register(lake, engine, TABLES)
        engine.register("member", wanted.members)
        engine.register("evidence", wanted.evidence)
        self._claims(folder, everything=wanted.everything)
        for name, query in _STEPS.items():
            if name not in given:
                engine.table(name, queries.sql(query))
        ties.contacts(engine, wanted.parameters, wanted.contact_key)
        ties.owners(lake, engine, wanted.parameters)
        self._codes(lake, folder, wanted.parameters)

    def blocks(self, one: GraphType) -> Iterator[pa.Table]:
        """Give the rows of a type that belongs to the claim data, sorted by key."""
        params = {"names": self._names} if one.rows in NAMED else {}
        reader = self._engine.connection.sql(queries.sql(f"graph_{one.rows}"), params=params or None)
        for batch in reader.to_arrow_reader(BLOCK):
            rows = pa.Table.from_batches([batch]).cast(schema(one))
            yield _masked(rows) if self._names and one.rows in ("patients", "doctors") else rows

    def _claims(self, folder: Path, *, everything: bool) -> None:
        if everything:
            self._engine.register("claim", [str(folder / "settlement.parquet")])
        else:
            self._engine.table("claim", queries.sql("graph_shown"))

    def _codes(self, lake: Lake, folder: Path, parameters: Parameters) -> None:
        """Keep the trace codes settled more than once, and the flows of boxes between institutions."""
        register(lake, self._engine, ("drugtracinfo",))
        # A code of one settlement is of no use to any of the queries, and nearly all codes are such.
        codes = self._engine.arrow(queries.sql("graph_codes"))
        for name in ("drugtracinfo", "box"):
            self._engine.register(name, codes)
        self._engine.table("scan", queries.sql("graph_scans"))
        sql = self._engine.connection
        rows = sql.read_parquet(str(folder / "settlement.parquet"), file_row_number=True)
        if not codes.num_rows:
            # Settlements are looked through for nothing.
            rows = rows.limit(0)
        sql.register("settlement", rows.project("* EXCLUDE (file_row_number), file_row_number AS row"))
        self._engine.table("sale", queries.sql("scheme_reflow"))
        most, days = parameters.whole("reflow_max_sales"), parameters.whole("reflow_min_days")
        self._engine.table("flow", queries.sql("graph_flows"), most=most, days=days)


_STEPS = {
    "hop": "graph_hops",
    "degree": "graph_degrees",
    "total": "graph_totals",
    "employment": "graph_employment",
    "watched": "graph_watched",
    "entity": "graph_entities",
    "drug_line": "graph_drug_lines",
}
"""Tables that several types are made from, in the order in which they need each other."""


def _masked(rows: pa.Table) -> pa.Table:
    """Mask the names, each distinct one once."""
    at = rows.column_names.index("name")
    coded = rows["name"].combine_chunks().dictionary_encode()
    texts = pa.array([mask(text, "name") for text in coded.dictionary.to_pylist()], pa.string())
    return rows.set_column(at, "name", texts.take(coded.indices))
