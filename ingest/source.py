"""Finds what there is to load: folders and files → one job a file and national table."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import InputError
from ingest.mapping import Mapping, TableMapping
from ingest.readers.base import Reader
from ingest.readers.parquet import ParquetReader
from ingest.readers.text import BLOCK, TextReader
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
    """The jobs in loading order (table, then PATH as given, then file), and the files that no table is read from."""

    jobs: tuple[Job, ...]
    skipped: tuple[str, ...]


def find(paths: tuple[Path, ...], mapping: Mapping) -> Found:
    """Look through files and folders.

    Raises:
        InputError: a path isn't there or can't be read, a folder holds no table, or a file named by the user fits none.
    """
    jobs: list[Job] = []
    skipped: list[str] = []
    for path in paths:
        file = _is_file(path)
        inside = _jobs(path, _shown(path.name), _stem(path), mapping) if file else _folder(path, mapping, skipped)
        if not inside:
            raise _nothing(path, mapping)
        jobs += sorted(inside, key=lambda job: _natural(job.label))
    # A sort keeps the order of what is equal: of two files, the one given later is the later one.
    jobs.sort(key=lambda job: job.mapping.table.name)
    return Found(tuple(jobs), tuple(sorted(skipped)))


def open_reader(job: Job) -> Reader:
    """Give the reader of a job's format."""
    return reader_of(job.path, job.label, (job.mapping.table.name, *job.mapping.sources))


def reader_of(path: Path, label: str, sheets: tuple[str, ...], block: int = BLOCK) -> Reader:
    """Give the reader of a file's format; `sheets` are looked for in a workbook, `block` bytes read at a time."""
    if path.suffix.lower() == ".parquet":
        return ParquetReader(path, label)
    if path.suffix.lower() == ".xlsx":
        return XlsxReader(path, label, sheets)
    return TextReader(path, label, block)


def _folder(folder: Path, mapping: Mapping, skipped: list[str]) -> list[Job]:
    jobs: list[Job] = []
    own = folder.resolve().name.lower()
    for path, label in _files(folder, folder.name):
        parent = path.parent.name.lower() if path.parent != folder else own
        inside = _jobs(path, label, _stem(path), mapping) or _jobs(path, label, parent, mapping)
        if not inside and (_can_be_read(path) or mapping.targets(path.name.lower().split(".", 1)[0])):
            skipped.append(label)
        jobs += inside
    return jobs


def _can_be_read(path: Path) -> bool:
    return path.name.lower().endswith(ENDINGS)


def _shown(name: str) -> str:
    """Give a file name as text: bytes that are no UTF-8 are GB18030 from an older system, or show as �."""
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")


def _natural(label: str) -> list[tuple[int, str]]:
    """Give a key that sorts part-10 after part-2."""
    parts = re.split(r"([0-9]+)", label)
    return [(int(part), "") if number % 2 else (0, part) for number, part in enumerate(parts)]


def _is_file(path: Path) -> bool:
    """Say whether a PATH of the user's is a file; a pipe is none, and as a folder it can't be read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError as e:
        raise InputError("no such file or folder", file=str(path), reason="not_found") from e
    except OSError as e:
        raise _closed(str(path), e) from e


def _closed(name: str, error: OSError) -> InputError:
    hint = "Check its permissions."
    return InputError(f"can't be read: {error.strerror}", file=name, reason="unreadable", hint=hint)


def _files(folder: Path, name: str) -> Iterator[tuple[Path, str]]:
    def refuse(error: OSError) -> None:
        raise _closed(name, error) from error

    # Not `rglob`: that passes in silence over folders that can't be read.
    entries = [Path(place, file) for place, _, files in os.walk(folder, onerror=refuse) for file in files]
    for path in sorted(entries):
        relative = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in relative.parts)
        if path.is_file() and not hidden:
            yield path, _shown(relative.as_posix())


def _jobs(path: Path, label: str, source: str, mapping: Mapping) -> list[Job]:
    if not _can_be_read(path):
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
