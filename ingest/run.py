"""One `graphfraud load` from its arguments to its exit code."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console

from graphfraud import settings as product
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import InputError, WorkspaceError
from graphfraud.jobs import current
from graphfraud.jobs.job import Progress as Told
from graphfraud.lake.commit import LakeWriter
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.scan.prepare import prepare
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.needs import filled_columns, scheme_states, signal_states
from graphfraud.settings import memory_bytes
from graphfraud.support import SUPPORTS
from graphfraud.workspace import Workspace
from ingest.batch import Batch
from ingest.load import Loader, load_file, recover
from ingest.mapping import Mapping, load_mapping
from ingest.progress import Meter
from ingest.quality import keep, quality
from ingest.report import Outcome, print_outcome
from ingest.source import Found, Job, find

# The engine may take half of the memory; the other half is for the chunk in hand and the libraries.
ENGINE_SHARE = 2
SCRATCH = ".load"


@dataclass(frozen=True, slots=True)
class Request:
    """The arguments of the command."""

    paths: tuple[Path, ...]
    mapping: str | None
    source: str | None
    dry_run: bool
    wait: float
    workspace: Path | None
    format: str


@dataclass(slots=True)
class _Loaded:
    """What became of the files so far, and the trouble with the workspace that ended the load, if any."""

    batches: list[Batch] = field(default_factory=list)
    failed: list[InputError] = field(default_factory=list)
    trouble: WorkspaceError | None = None


def run(request: Request) -> int:
    """Load everything; give 0, or 1 where a file was refused.

    Raises:
        GraphFraudError: nothing could be loaded, or the workspace can't be written any more.
    """
    chosen = product.load(workspace=request.workspace)
    mapping = load_mapping(request.mapping or ("relational" if request.source else "national"))
    workspace = Workspace(chosen.workspace)
    found = find(request.paths, mapping)
    with ExitStack() as stack:
        with told(workspace):
            if not request.dry_run:
                stack.enter_context(workspace.writing(request.wait))
            scratch = stack.enter_context(open_scratch(workspace, request.dry_run))
            engine = stack.enter_context(open_engine(chosen, scratch))
            loader = Loader(LakeWriter(workspace.lake), engine, scratch, mapping.name, request.dry_run)
            if not request.dry_run:
                recover(loader.writer)
        loaded = _load(request, mapping, found, loader, workspace)
        _prepare(request, loaded, engine, workspace)
        with told(workspace):
            outcome = _outcome(loaded, found, loader)
            if not request.dry_run and loaded.trouble is None:
                keep(workspace, outcome.quality)
    if request.format == "json":
        click.echo(outcome.to_json())
    else:
        print_outcome(outcome, chosen.lang, Console())
    _complain(loaded, request.format)
    return 1 if loaded.failed else 0


def _load(request: Request, mapping: Mapping, found: Found, loader: Loader, workspace: Workspace) -> _Loaded:
    loaded = _Loaded()
    with Meter(sum(j.size for j in found.jobs)) as meter:
        for job in _jobs(request, mapping, found, loader.scratch, loaded):
            meter.file(job.label, job.size)
            try:
                with told(workspace):
                    loaded.batches.append(load_file(job, loader, meter.tick))
            except InputError as e:
                loaded.failed.append(e)
            except WorkspaceError as e:
                loaded.trouble = e
                break
    return loaded


def _prepare(request: Request, loaded: _Loaded, engine: DuckDBEngine, workspace: Workspace) -> None:
    """Build what scans and readers start from, so that neither waits for it."""
    if request.dry_run or loaded.trouble or not Lake(workspace.lake).files("setl_d"):
        return
    current.tell(Told("clean"), always=True)
    try:
        with told(workspace):
            prepare(workspace, engine)
    except WorkspaceError as e:
        loaded.trouble = e


def _jobs(request: Request, mapping: Mapping, found: Found, folder: Path, loaded: _Loaded) -> Iterator[Job]:
    yield from found.jobs
    if request.source is None:
        return
    # SQLAlchemy is slow to import, and files don't need it.
    from ingest.readers.relational import snapshots

    try:
        yield from snapshots(request.source, mapping, folder)
    except InputError as e:
        loaded.failed.append(e)


@contextmanager
def open_scratch(workspace: Workspace, dry_run: bool) -> Iterator[Path]:
    """Give an empty folder that goes when the load ends; one that a killed load left is cleared first."""
    if dry_run:
        with TemporaryDirectory(prefix="graphfraud-") as folder:
            yield Path(folder)
        return
    scratch = workspace.root / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def open_engine(chosen: product.Settings, scratch: Path) -> DuckDBEngine:
    """Give the engine of a load, which spills into the scratch folder."""
    memory = f"{memory_bytes(chosen.memory_limit) // ENGINE_SHARE}B"
    return DuckDBEngine(memory_limit=memory, threads=chosen.threads, temp=scratch)


def _outcome(loaded: _Loaded, found: Found, loader: Loader) -> Outcome:
    lake = Lake(loader.writer.lake)
    filled = filled_columns(lake)
    for batch in loaded.batches:
        filled.setdefault(batch.table, set()).update(batch.filled)
    states = scheme_states(filled, SCHEMES)
    support = signal_states(filled, SUPPORTS)
    about = quality(lake, loader.engine)
    return Outcome(loaded.batches, loaded.failed, found.skipped, states, support, about, loader.dry_run)


def _complain(loaded: _Loaded, format_: str) -> None:
    if format_ == "json":
        for error in loaded.failed:
            sys.stderr.write(f"Error: {error}\n")
    if loaded.trouble is not None:
        raise loaded.trouble
