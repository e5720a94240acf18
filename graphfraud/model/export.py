"""Files for other programs: written whole or not at all, and CSV that is safe to open in a spreadsheet.

A spreadsheet runs a cell that begins like a formula. Such a text gets a leading apostrophe (OWASP, CSV
Injection); numbers are written as they are.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TextIO

from graphfraud.errors import WorkspaceError

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What an XML file can't hold (XML 1.0, Char)."""


def cell(value: object) -> str:
    """Give the text of a cell: empty for None, ISO 8601 for dates, an apostrophe before what would be a formula."""
    if value is None:
        return ""
    if isinstance(value, (int, float, Decimal)):
        return format(value, "f") if isinstance(value, Decimal) else str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_csv(header: Sequence[str], rows: Iterable[Sequence[object]], to: TextIO) -> None:
    """Write a header and rows; lines end in a line feed on every system."""
    writer = csv.writer(to, lineterminator="\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)


def write_files(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write files, all of them or none, and give them.

    Raises:
        WorkspaceError: one can't be written.
    """
    made: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            made[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        for path in made:
            if path.is_dir():
                raise IsADirectoryError(f"{path} is a folder")
        for path, ready in made.items():
            ready.chmod(0o644)
            ready.replace(path)
    except OSError as e:
        raise WorkspaceError(
            f"Can't write {', '.join(map(str, contents))}: {e}",
            path=str(next(iter(contents))),
            hint="Name another file.",
        ) from e
    finally:
        for ready in made.values():
            with suppress(FileNotFoundError):
                ready.unlink()
    return list(contents)
