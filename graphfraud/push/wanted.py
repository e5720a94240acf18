"""The state that the graph is to have: its rows, computed and written to files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud import __version__
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import WorkspaceError
from graphfraud.model.graph import GraphType, graph_model
from graphfraud.push import touched
from graphfraud.push.kept import State
from graphfraud.push.row_types import OF_CLAIMS, schema
from graphfraud.push.rows import ClaimRows, PinnedLake, Wanted
from graphfraud.push.run_rows import RunRows
from graphfraud.store.run_files import RunFiles
from graphfraud.workspace import Workspace

OURS = "graph_"
CARRIED = ("hops", "degrees", "degrees_since", "touched", "touched_claims", "touched_hops", "untouched_hops", "near")
CLAIMS_ALONE = tuple(f"graph_{name}.sql" for name in (*OF_CLAIMS, *CARRIED))
"""Statements whose rows states keep no files of, or that are carried on from state to state."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to push: the claim data of the `newest` run, and `runs`.

    `claims`: `all`, or `evidence` for those alone that links, evidence and gatherings name; `names`: masked names of
    entities too; `contact_key`: for the pseudonyms of contacts.
    """

    newest: RunFiles
    runs: Sequence[RunFiles]
    claims: str
    names: bool
    contact_key: bytes

    def manifest(self) -> dict[str, Any]:
        """Give all that the rows depend on; the same manifest gives the same rows."""
        return {
            "code": f"{__version__} {_code()}",
            "data_version": self.newest.info.data_version,
            "lake_versions": self.newest.lake_versions,
            "parameters": self.newest.info.params_version,
            "runs": sorted(run.info.run_id for run in self.runs),
            **self.basis(),
            "names": self.names,
            "contact_key": hashlib.sha256(self.contact_key).hexdigest()[:16],
        }

    def basis(self) -> dict[str, str]:
        """Give what an earlier state must have in common, so that only what changed claims touch is computed."""
        return {"claims": self.claims, "claims_code": _code(CLAIMS_ALONE)}


def _code(of: Sequence[str] = ()) -> str:
    """Give a hash of the model and of every statement that makes rows; `of`: of these statements alone."""
    sql = files("queries").joinpath("sql")
    texts = [f for f in sql.iterdir() if f.name.startswith(OURS) and (not of or f.name in of)]
    digest = hashlib.sha256(files("graphfraud.model").joinpath("graph.yml").read_bytes())
    for text in sorted(texts, key=lambda f: f.name):
        digest.update(text.read_bytes())
    return digest.hexdigest()[:16]


def write(order: Order, workspace: Workspace, engine: DuckDBEngine, state: State, bases: Sequence[State] = ()) -> None:
    """Write the rows into the state's folder, the manifest last.

    Args:
        order: what to push.
        workspace: whose claims and lake.
        engine: where rows are computed.
        state: an empty state.
        bases: states with the same basis that the graph may hold rows of: what follows from claims alone is then
            computed for the claims in which they differ; without any, every row of every type is.

    Raises:
        WorkspaceError: the claims of the newest run are gone.
    """
    info = order.newest.info
    claims = workspace.claims / info.data_version
    if not (claims / "settlement.parquet").exists():
        raise WorkspaceError(
            f"The claims that run {info.run_id} has seen are gone: {claims}",
            path=str(claims),
            hint=f"Restore that folder, or delete {order.newest.folder} and scan again: graphfraud scan",
        )
    runs = RunRows(order.runs)
    everything = order.claims == "all"
    wanted = Wanted(runs.members, runs.evidence, everything, order.names, order.newest.parameters, order.contact_key)
    state.read(claims / "settlement.parquet")
    if bases:
        touched.write(bases, state, engine)
    lake = PinnedLake(workspace.lake, order.newest.lake_versions)
    data = ClaimRows(lake, engine, claims, wanted, touched.TABLES if bases else ())
    counts = {}
    for one in graph_model().types:
        if bases and one.rows in OF_CLAIMS:
            continue
        counts[one.rows] = _write(one, (runs if one.of_run else data).blocks(one), state)
    state.describe({**order.manifest(), "counts": counts})


def _write(one: GraphType, blocks: Iterator[pa.Table], state: State) -> int:
    rows = 0
    with pq.ParquetWriter(state.file(one), schema(one), compression="lz4") as out:
        for block in blocks:
            out.write_table(block)
            rows += block.num_rows
    return rows
