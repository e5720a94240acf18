"""What every reader gives: a header, and chunks of columns of text with the line of each row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from graphfraud.errors import InputError
from ingest.cell import WHITE


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that goes to the quarantine. `column` is empty where the whole row is the trouble."""

    line: int
    column: str
    reason: str
    message: str
    raw: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file.

    `columns`: source column → strings, null where the cell is empty. `lines`: the physical line on which each
    row starts, from 1 (the row number where a format has no lines). `broken`: source column → rows whose cell
    is no text in the file's encoding; those cells are null. `rejected`: rows that have no place in `columns`.
    `raw` gives the text of a row as it stands in the file.
    """

    columns: dict[str, pa.Array]
    lines: pa.Array
    raw: Callable[[int], str]
    broken: dict[str, list[int]] = field(default_factory=dict)
    rejected: tuple[Rejected, ...] = ()


def header_of(cells: Iterable[str], file: str, line: int | None = None) -> tuple[str, ...]:
    """Give column names as readers name them: lower case, without white space round them.

    Raises:
        InputError: a name occurs twice, so that nobody can say which column is meant.
    """
    names = tuple(cell.strip(WHITE).lower() for cell in cells)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise InputError(
            "the header names this column twice", file=file, line=line, column=twice[0], reason="bad_header"
        )
    return names


class Reader(ABC):
    """A source of rows, opened once; `chunks` may be called again and starts from the first row."""

    @property
    @abstractmethod
    def header(self) -> tuple[str, ...]:
        """Column names in file order: lower case, without white space round them.

        Raises:
            InputError: the source can't be read at all.
        """

    @abstractmethod
    def chunks(self, wanted: tuple[str, ...]) -> Iterator[Chunk]:
        """Give the rows with the `wanted` columns.

        Raises:
            InputError: the source breaks off or can't be read.
        """

    @property
    @abstractmethod
    def position(self) -> int:
        """How many of the source's bytes were read so far."""
