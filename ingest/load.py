"""Loads one file into one table, all or nothing: stage, settle keys, commit, enter in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import InputError
from graphfraud.lake.collide import (
    Collisions,
    Place,
    Repeats,
    collisions,
    repeats,
    without_lines,
    without_replaced,
)
from graphfraud.lake.commit import LakeWriter, clear_strays, last_record
from graphfraud.lake.keys import KeySpill
from graphfraud.lake.ledger import FOLDER as LEDGER_FOLDER
from graphfraud.lake.ledger import in_ledger, write_ledger
from graphfraud.lake.quarantine import FOLDER as QUARANTINE_FOLDER
from graphfraud.lake.quarantine import QUARANTINE
from graphfraud.lake.stage import Stage, Staged
from graphfraud.model.schema import Table, lake_schema
from ingest.batch import EXAMPLES, Batch
from ingest.cell import CHINA
from ingest.check import Checked, check
from ingest.fingerprint import Hashes, row_hashes
from ingest.mapping import Plan, plan
from ingest.readers.base import Reader, Rejected
from ingest.source import Job, open_reader

Tick = Callable[[int, int], None]
"""Called with the bytes of the file and the rows read so far."""


@dataclass(frozen=True, slots=True)
class Loader:
    """What every file of a load needs.

    `scratch` is an empty folder of this load alone. `mapping` is the name for the ledger. A dry run stages in
    the scratch folder and commits nothing.
    """

    writer: LakeWriter
    engine: DuckDBEngine
    scratch: Path
    mapping: str
    dry_run: bool = False


def recover(writer: LakeWriter) -> None:
    """Finish what a killed load left: ledger rows of committed batches; files that nothing names go."""
    folders = [p for p in sorted(writer.lake.glob("*")) if p.is_dir()]
    for folder in folders:
        if folder.name not in (LEDGER_FOLDER, QUARANTINE_FOLDER):
            record = last_record(folder)
            if record is not None and not in_ledger(writer, record["batch_id"]):
                write_ledger(writer, record)
    for folder in folders:
        clear_strays(folder)


def load_file(job: Job, loader: Loader, tick: Tick) -> Batch:
    """Load one file.

    Raises:
        InputError: the file can't be used; nothing of it was loaded.
        OSError: the workspace can't be written; nothing of the file was loaded.
    """
    before, sha256 = _state(job), _sha256(job)
    table = job.mapping.table
    # The same bytes under another ending are read in another way, so they are another batch.
    seed = f"{table.name}\n{sha256}\n{job.mapping.digest}\n{job.path.suffix.lower()}"
    batch = Batch(hashlib.sha256(seed.encode()).hexdigest()[:16], table.name, job.label, sha256)
    if in_ledger(loader.writer, batch.batch_id):
        batch.already_loaded = True
        return batch
    reader = open_reader(job)
    columns = plan(job.mapping, reader.header)
    _demand_columns(job, columns)
    batch.missing_columns, batch.unknown_columns = columns.missing, columns.unknown
    with _Writing(batch, table, loader) as writing:
        for checked in _checked(reader, columns):
            writing.take(checked)
            tick(reader.position, batch.rows_read)
        writing.settle(reader, columns)
        if _state(job) != before:
            raise InputError("the file changed while it was read", file=job.label, reason="unreadable")
        if not loader.dry_run:
            writing.commit(job)
    return batch


class _Writing:
    """The staged state of one batch; leaves no file behind unless it is committed."""

    def __init__(self, batch: Batch, table: Table, loader: Loader) -> None:
        self.batch = batch
        self.table = table
        self.loader = loader
        self.key = table.key[0] if table.key else None
        self.schema = lake_schema(table)
        self.files: list[Staged] = []
        self.found = Collisions(np.empty(0, np.int64), 0)

    def __enter__(self) -> _Writing:
        self.folder = self._folder(self.table.name, self.schema)
        self.quarantine_folder = self._folder(QUARANTINE_FOLDER, QUARANTINE)
        prefix = self.batch.batch_id
        attempt = self.loader.writer.attempts(QUARANTINE_FOLDER, prefix)
        self.stage = Stage(self.folder, prefix, self.schema, self.key)
        self.again = Stage(self.folder, f"{prefix}-again", self.schema, self.key)
        self.older = Stage(self.folder, f"{prefix}-older", self.schema, self.key)
        self.quarantine = Stage(self.quarantine_folder, f"{prefix}-{attempt}", QUARANTINE)
        self.keys = KeySpill(self.loader.scratch)
        return self

    def _folder(self, name: str, schema: pa.Schema) -> Path:
        if not self.loader.dry_run:
            self.loader.writer.ensure(name, schema)
            return self.loader.writer.lake / name
        folder = self.loader.scratch / name
        folder.mkdir(exist_ok=True)
        return folder

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        if kind is None:
            return
        for stage in (self.stage, self.again, self.older, self.quarantine):
            stage.abandon()
        # The log says what was committed; a commit may have gone through although it raised.
        for folder in (self.folder, self.quarantine_folder):
            clear_strays(folder)

    def take(self, checked: Checked) -> None:
        """Stage the good rows of a chunk and quarantine the others."""
        self.batch.rows_read += checked.rows
        self.batch.unreadable += checked.unreadable
        self._reject(checked.rejected)
        table = checked.table
        if not table.num_rows:
            return
        self.batch.filled.update(n for n in table.column_names if table.column(n).null_count < table.num_rows)
        hashes = row_hashes(table)
        self._note_keys(table, checked.lines, hashes)
        source = pa.array([self.batch.batch_id]).take(pa.array(np.zeros(table.num_rows, np.int32)))
        columns = [*table.columns, source, checked.lines, pa.array(hashes)]
        self.stage.append(pa.table(columns, schema=self.schema))

    def _note_keys(self, table: pa.Table, lines: pa.Array, hashes: Hashes) -> None:
        if self.key is None:
            self.keys.append(hashes, lines.to_numpy())
            return
        self.loader.engine.register("chunk", pa.table([table.column(self.key), lines], ["key", "line"]))
        found = self.loader.engine.arrow(queries.sql("load_key_hashes"))
        self.keys.append(found.column("hash").to_numpy(), found.column("line").to_numpy())

    def settle(self, reader: Reader, columns: Plan) -> None:
        """Find keys that meet, in the file and with the lake, and write again only the files that hold them."""
        files = self.stage.close()
        place = Place(self.folder, self.loader.writer.lake / self.table.name, self.key, self.loader.engine)
        with self.keys:
            twice = repeats(place, files, self.keys.repeated())
        dropped = np.union1d(twice.same, twice.other)
        self.found = collisions(place, files, self.loader.writer.table(self.table.name), dropped)
        for rejected in _conflicts(reader, columns, twice, self.key or ""):
            self._reject(rejected)
        unwanted = np.union1d(dropped, self.found.duplicate)
        self.files = without_lines(self.folder, files, unwanted, self.again)
        self.batch.duplicate = len(twice.same) + len(self.found.duplicate)
        self.batch.updated = self.found.updated
        self.batch.accepted = sum(f.rows for f in self.files) - self.found.updated

    def commit(self, job: Job) -> None:
        """Make the batch part of the lake: quarantine first, then the table, then the ledger."""
        batch_id, writer = self.batch.batch_id, self.loader.writer
        rejected = self.quarantine.close()
        # Rows of an attempt that ended before its table was committed: today they may be others.
        earlier = [name for name in writer.files(QUARANTINE_FOLDER) if name.startswith(f"{batch_id}-")]
        if rejected or earlier:
            writer.commit(QUARANTINE_FOLDER, QUARANTINE, batch_id, rejected, earlier)
        record = self.batch.record(self.loader.mapping, job.mapping.digest)
        files = self.files + without_replaced(self.folder, self.found.replaced, self.older)
        if files:
            replaced = sorted(self.found.replaced)
            writer.commit(self.table.name, self.schema, batch_id, files, replaced, key=self.key, record=record)
        write_ledger(writer, record)

    def _reject(self, rows: list[Rejected]) -> None:
        self.batch.quarantined += len(rows)
        self.batch.examples += rows[: EXAMPLES - len(self.batch.examples)]
        self.batch.reasons.update(r.reason for r in rows)
        place = {"batch_id": self.batch.batch_id, "table": self.table.name, "file": self.batch.file}
        cells = [
            place | {"line": r.line, "column": r.column, "reason": r.reason, "message": r.message, "raw": r.raw}
            for r in rows
        ]
        self.quarantine.append(pa.Table.from_pylist(cells, QUARANTINE))


def _checked(reader: Reader, columns: Plan) -> Iterator[Checked]:
    today = datetime.now(CHINA).date()
    for chunk in reader.chunks(columns.wanted):
        yield check(chunk, columns, today)


def _conflicts(reader: Reader, columns: Plan, twice: Repeats, key: str) -> Iterator[list[Rejected]]:
    """Give the rows whose key an earlier line of the file has with other content; reads the file once more."""
    message = "an earlier line of this file has the same key and says something else"
    for chunk in reader.chunks(columns.wanted) if len(twice.other) else ():
        rows = np.flatnonzero(np.isin(chunk.lines.to_numpy(), twice.other)).tolist()
        lines = chunk.lines.to_pylist() if rows else []
        yield [Rejected(lines[row], key, "conflicting_key", message, chunk.raw(row)) for row in rows]


def _demand_columns(job: Job, columns: Plan) -> None:
    for column in columns.table.columns:
        if column.required and not column.from_row and column.name in columns.missing:
            raise InputError(
                f"the required column {column.name} ({column.zh}) is missing",
                file=job.label,
                line=1,
                column=column.name,
                reason="missing_column",
                hint="Name it in the header, or say in a mapping file where it comes from (--mapping).",
            )


def _state(job: Job) -> tuple[int, int]:
    """Give size and time of change, which tell whether a file was written to meanwhile."""
    about = job.path.stat()
    return about.st_size, about.st_mtime_ns


def _sha256(job: Job) -> str:
    try:
        with job.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as e:
        raise InputError(
            f"can't be read: {e.strerror}", file=job.label, reason="unreadable", hint="Check its permissions."
        ) from e
