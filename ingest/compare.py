"""One `graphfraud compare` from its arguments to its result: read the export, compare, keep what was found.

The export passes the same readers and checks as a load, into a lake of its own in the scratch folder; of it only the
judgement on the bureau's settlements stays in the workspace (table `his_check`), where the next scan finds it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud import settings as product
from graphfraud.compare import comparison, sides
from graphfraud.compare.comparison import CHECK, Comparison, Order
from graphfraud.compare.sides import HIS_TABLES
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import InputError, WorkspaceError
from graphfraud.lake.commit import LakeWriter
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.model.schema import tables
from graphfraud.scan.prepare import prepare
from graphfraud.workspace import Workspace
from ingest.batch import Batch
from ingest.load import Loader, load_file, recover
from ingest.mapping import TableMapping, load_mapping
from ingest.progress import Meter
from ingest.run import open_engine, open_scratch
from ingest.source import Found, Job, find

KEPT = "his_check"


@dataclass(frozen=True, slots=True)
class Request:
    """What to compare with what, and how; `workspace` None: the setting's."""

    export: Path
    mapping: str | None = None
    order: Order = field(default_factory=Order)
    wait: float = 0.0
    workspace: Path | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a comparison found, what became of the export's files, and how many judgements were not known before."""

    found: Comparison
    batches: list[Batch]
    skipped: tuple[str, ...]
    news: int


def frame(export: str | Path, workspace: Path, mapping: str | None = None) -> pd.DataFrame:
    """Compare and give the differences (`graphfraud.compare.differences.COLUMNS`): the door of `graphfraud.open()`."""
    request = Request(Path(export), mapping, workspace=workspace)
    return compare(request, progress=lambda text: None).found.differences


def compare(request: Request, progress: Callable[[str], None]) -> Result:
    """Compare an export with the bureau's settlements.

    Raises:
        WorkspaceError: no settlements are loaded, or the workspace can't be written.
        InputError: the export can't be read, or has nothing in common with the settlements.
    """
    chosen = product.load(workspace=request.workspace)
    workspace = Workspace(chosen.workspace)
    found = _files(request)
    lake = Lake(workspace.lake)
    with ExitStack() as stack:
        with told(workspace):
            if not lake.files("setl_d"):
                raise WorkspaceError(
                    f"No settlements (setl_d) are loaded in {workspace.root}",
                    path=str(workspace.root),
                    hint="Load the bureau's claim files first: graphfraud load FOLDER",
                )
            stack.enter_context(workspace.writing(request.wait))
            scratch = stack.enter_context(open_scratch(workspace, dry_run=False))
            engine = stack.enter_context(open_engine(chosen, scratch))
            writer = LakeWriter(workspace.lake)
            recover(writer)
        with told(workspace):
            batches = _read(found, engine, scratch, request.mapping or "national")
            progress("Cleaning settlements: refunds, persons, doctors")
            claims = workspace.claims / prepare(workspace, engine)
            both = sides.read(engine, lake, claims, Lake(scratch / "his"))
            result = comparison.compare(engine, both, request.order, progress)
            news = _keep(result, Loader(writer, engine, scratch, KEPT), lake, request.export)
            if news:
                prepare(workspace, engine)
    return Result(result, batches, found.skipped, news)


def _files(request: Request) -> Found:
    """Give the files of the export that are compared.

    Raises:
        InputError: the folder holds none.
    """
    found = find((request.export,), load_mapping(request.mapping or "national"))
    jobs = tuple(j for j in found.jobs if j.mapping.table.name in HIS_TABLES)
    if not {j.mapping.table.name for j in jobs} & {"mdtrt_d", "setl_d"}:
        raise InputError(
            "the hospital's visits are missing: neither mdtrt_d nor setl_d is in it",
            file=str(request.export),
            reason="no_table",
            hint="Give the folder of the hospital's export; --mapping says which of its tables is which.",
        )
    others = tuple(j.label for j in found.jobs if j not in jobs)
    return Found(jobs, tuple(sorted({*found.skipped, *others})))


def _read(found: Found, engine: DuckDBEngine, scratch: Path, mapping: str) -> list[Batch]:
    loader = Loader(LakeWriter(scratch / "his"), engine, scratch, mapping)
    batches = []
    with Meter(sum(j.size for j in found.jobs), sys.stderr) as meter:
        for job in found.jobs:
            meter.file(job.label, job.size)
            batches.append(load_file(job, loader, meter.tick))
    return batches


def _keep(found: Comparison, loader: Loader, lake: Lake, export: Path) -> int:
    """Write the judgements that the lake doesn't hold yet; give their number."""
    rows = _news(found.checked, lake)
    if rows.empty:
        return 0
    folder = loader.scratch / KEPT
    folder.mkdir()
    path = folder / f"{KEPT}.parquet"
    # Typed: where nothing differs at all, a column of nothing but nulls would have no type.
    schema = pa.schema([(name, pa.string()) for name in CHECK])
    pq.write_table(pa.Table.from_pandas(rows, schema=schema, preserve_index=False), path)
    table = tables()[KEPT]
    # With the table's version in it the digest tells two batches of equal rows apart: what was judged, judged otherwise
    # and then judged as before is news again.
    mapping = TableMapping(table, (KEPT,), {}, f"version {lake.version(KEPT)}")
    load_file(Job(mapping, path, f"compare {export.name}", path.stat().st_size), loader, lambda position, rows: None)
    return len(rows)


def _news(checked: pd.DataFrame, lake: Lake) -> pd.DataFrame:
    names = list(CHECK)
    files = lake.files(KEPT)
    checked = checked.astype(object).where(checked.notna(), None)
    if not files:
        return checked[names]
    known = pa.concat_tables(pq.read_table(f, columns=names) for f in files)
    held = set(zip(*(known[n].to_pylist() for n in names), strict=True))
    fresh = [row not in held for row in zip(*(checked[n].tolist() for n in names), strict=True)]
    return checked.loc[fresh, names]
