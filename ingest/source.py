"""Finds what there is to load: folders and files → one job a file and national table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import InputError
from ingest.mapping import Mapping, TableMapping
from ingest.readers.base import Reader
from ingest.readers.parquet import ParquetReader
from ingest.readers.text import TextReader
from ingest.readers.xlsx import XlsxReader

TEXT = (".csv", ".csv.gz", ".tsv", ".tsv.gz")
ENDINGS = (*TEXT, ".parquet", ".xlsx")


@dataclass(frozen=True, slots=True)
class Job:
    """One file to load into one national table. `label` is its path as the user gave it, inside PATH."""

    mapping: TableMapping
    path: Path
    label: str
    size: int


@dataclass(frozen=True, slots=True)
class Found:
    """The jobs in loading order (table, then file), and the files that no table is read from."""

    jobs: tuple[Job, ...]
    skipped: tuple[str, ...]


def find(paths: tuple[Path, ...], mapping: Mapping) -> Found:
    """Look through files and folders.

    Raises:
        InputError: a path isn't there, a folder holds no table, or a file named by the user fits no table.
    """
    jobs: list[Job] = []
    skipped: list[str] = []
    for path in paths:
        if not path.exists():
            raise InputError("no such file or folder", file=str(path), reason="not_found")
        file = path.is_file()
        inside = _jobs(path, path.name, _stem(path), mapping) if file else _folder(path, mapping, skipped)
        if not inside:
            raise _nothing(path, mapping)
        jobs += inside
    jobs.sort(key=lambda job: (job.mapping.table.name, job.label))
    return Found(tuple(jobs), tuple(sorted(skipped)))


def open_reader(job: Job) -> Reader:
    """Give the reader of a job's format."""
    if job.path.suffix.lower() == ".parquet":
        return ParquetReader(job.path, job.label)
    if job.path.suffix.lower() == ".xlsx":
        return XlsxReader(job.path, job.label, (job.mapping.table.name, *job.mapping.sources))
    return TextReader(job.path, job.label)


def _folder(folder: Path, mapping: Mapping, skipped: list[str]) -> list[Job]:
    jobs: list[Job] = []
    own = folder.resolve().name.lower()
    for path, label in _files(folder, folder.name):
        parent = path.parent.name.lower() if path.parent != folder else own
        inside = _jobs(path, label, _stem(path), mapping) or _jobs(path, label, parent, mapping)
        if not inside:
            skipped.append(label)
        jobs += inside
    return jobs


def _files(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(folder.rglob("*"))
    except OSError as e:
        raise InputError(f"can't be read: {e.strerror}", file=name, reason="unreadable") from e
    for path in entries:
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in relative.parts)
        if path.is_file() and not hidden and path.name.lower().endswith(ENDINGS):
            yield path, relative.as_posix()


def _jobs(path: Path, label: str, source: str, mapping: Mapping) -> list[Job]:
    if not path.name.lower().endswith(ENDINGS):
        return []
    return [Job(table, path, label, path.stat().st_size) for table in mapping.targets(source)]


def _stem(path: Path) -> str:
    name = path.name.lower()
    ending = max((e for e in ENDINGS if name.endswith(e)), key=len, default="")
    return name.removesuffix(ending)


def _nothing(path: Path, mapping: Mapping) -> InputError:
    names = sorted({s for t in mapping.tables.values() for s in t.sources})
    return InputError(
        f"no table of the mapping {mapping.name} in it",
        file=str(path),
        reason="no_table",
        hint=f"Name files <table>{{{','.join(ENDINGS)}}}, or folders <table>/; tables: {', '.join(names)}.",
    )
