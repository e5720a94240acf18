"""The first rows of a file as text, to guess from and to preview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphfraud.errors import InputError
from graphfraud.model.schema import tables
from ingest.cell import EMPTY, WHITE
from ingest.readers.base import Chunk
from ingest.source import ENDINGS, reader_of

BLOCK = 1 << 18
"""A quarter of a megabyte holds about a thousand settlements: enough to tell a date from a name."""
ROWS = 500


@dataclass(frozen=True, slots=True)
class Sample:
    """`header` in file order (lower case), and for each column its first values that are not empty."""

    file: str
    header: tuple[str, ...]
    values: dict[str, tuple[str, ...]]
    rows: int


def take_sample(path: Path) -> Sample:
    """Read the first rows of a file.

    Raises:
        InputError: it is of no known format, or can't be read.
    """
    chunk, header = first_chunk(path, None)
    values = {}
    for name in header:
        texts = chunk.columns[name].slice(0, ROWS).to_pylist() if chunk is not None else []
        stripped = (text.strip(WHITE) for text in texts if text is not None)
        values[name] = tuple(text for text in stripped if text not in EMPTY)
    return Sample(path.name, header, values, 0 if chunk is None else min(ROWS, len(chunk.lines)))


def first_chunk(path: Path, wanted: tuple[str, ...] | None) -> tuple[Chunk | None, tuple[str, ...]]:
    """Give the first rows with the columns `wanted` (None: all), None where there is no row; and the header.

    Raises:
        InputError: it is of no known format, or can't be read.
    """
    if not path.name.lower().endswith(ENDINGS):
        raise InputError(
            "its ending is none of those that can be read",
            file=path.name,
            reason="wrong_format",
            hint=f"Give {', '.join(ENDINGS)}.",
        )
    reader = reader_of(path, path.name, tuple(tables()), BLOCK)
    header = tuple(name for name in reader.header if name)
    return next(iter(reader.chunks(header if wanted is None else wanted)), None), header
