"""The first fill by `neo4j-admin database import`: the fast way where the server's own folder is on this machine."""

from __future__ import annotations

import csv
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from graphfraud.bolt.connection import Connection
from graphfraud.errors import SettingError
from graphfraud.model.graph import KINDS_OF_PLACE, GraphType, NodeType, RelationshipType, graph_model
from graphfraud.push.kept import State

UNIT = "\x1f"
"""Between the values of a list: no id or code holds it."""
TYPES = {
    "text": "string",
    "texts": "string[]",
    "whole": "long",
    "real": "double",
    "flag": "boolean",
    "date": "date",
    "time": "localdatetime",
    "cents": "long",
}
OPTIONS = (
    "--overwrite-destination",
    "--id-type=string",
    "--multiline-fields=true",
    f"--array-delimiter={UNIT}",
    "--read-buffer-size=64m",
)


class Home(Protocol):
    """The folder of a server on this machine, which can be stopped for the import."""

    def stop(self) -> None:
        """Stop the server."""

    def start(self) -> None:
        """Start the server, and return when it answers."""

    def admin(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> None:
        """Run `neo4j-admin` on the stopped server."""


def choose(way: str, home: Home | None, rows: int, least: int) -> tuple[str, str]:
    """Give the way of a first fill, `import` or `driver`, and why.

    Raises:
        SettingError: the import is asked for, and the server's folder isn't here.
    """
    if way == "driver":
        return "driver", "asked for"
    if way == "import":
        if home is None:
            raise SettingError(
                "The server's folder is not on this machine, so the bulk import can't reach it",
                name="way",
                hint="Push with --way driver, or start the server here: graphfraud neo4j up",
            )
        return "import", "asked for"
    if home is None:
        return "driver", "the server's folder is not on this machine"
    if rows < least:
        return "driver", f"{rows:,} rows: stopping and starting the server would take longer"
    return "import", "the database is empty, and the server's folder is on this machine"


def fill(home: Home, state: State, server: Connection, mark: Mapping[str, Any], say: Callable[[str], None]) -> None:
    """Replace the server's empty database by the rows of the state, and start the server again.

    Args:
        home: the server's folder.
        state: the rows.
        server: connection that the import breaks and that finds the server again.
        mark: properties of the watermark, so that a graph whose push was killed after the import is known as ours.
        say: told the lines of the import's progress.
    """
    folder = state.folder / "csv"
    try:
        _replace(home, server, write(state, folder, mark), say)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def empty(home: Home, server: Connection, folder: Path, say: Callable[[str], None]) -> None:
    """Replace the server's database by an empty one: an import that was killed leaves what no server can open."""
    with tempfile.TemporaryDirectory(dir=folder) as place:
        _replace(home, server, [f"--nodes=Watermark={_watermark(Path(place), {})}"], say)


def _replace(home: Home, server: Connection, arguments: Sequence[str], say: Callable[[str], None]) -> None:
    server.close()
    home.stop()
    try:
        home.admin(["database", "import", "full", server.login.database, *OPTIONS, *arguments], say)
    finally:
        home.start()


def write(state: State, folder: Path, mark: Mapping[str, Any]) -> list[str]:
    """Write the CSV files and give the import's arguments that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    arguments = []
    with duckdb.connect() as sql:
        for one in graph_model().types:
            file = folder / f"{one.rows}.csv"
            _write(one, state, file, sql)
            arguments.append(_argument(one, file))
    arguments.append(f"--nodes=Watermark={_watermark(folder, mark)}")
    return arguments


def _argument(one: GraphType, file: Path) -> str:
    if isinstance(one, RelationshipType):
        return f"--relationships={one.type}={file}"
    return f"--nodes={':'.join(one.labels)}={file}"


def _header(one: GraphType) -> list[str]:
    properties = [f"{p.name}:{TYPES[p.type]}" for p in one.properties]
    if isinstance(one, RelationshipType):
        spaces = (graph_model().key_of(name)[0] for name in (one.start, one.end))
        ends = [f":{side}({space})" for side, space in zip(("START_ID", "END_ID"), spaces, strict=True)]
        return [*ends, *properties]
    labels = [":LABEL"] if one.name == "Institution" else []
    return [f"{one.key}:ID({one.labels[0]})", *properties, *labels]


def _write(one: GraphType, state: State, file: Path, sql: duckdb.DuckDBPyConnection) -> None:
    """Write one type: a header, then the rows, texts quoted and quotes doubled."""
    rows = pq.read_table(state.file(one))
    columns = [_text(column) for column in rows.columns]
    if isinstance(one, NodeType) and one.name == "Institution":
        kinds = rows["kind"].to_pylist()
        columns.append(pa.array([KINDS_OF_PLACE[kind] for kind in kinds], pa.string()))
    table = pa.Table.from_arrays(columns, [f"c{at}" for at in range(len(columns))])
    body = file.with_suffix(".body")
    sql.from_arrow(table).write_csv(str(body), header=False, escapechar='"', quotechar='"', na_rep="")
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerow(_header(one))
    with file.open("ab") as out, body.open("rb") as rest:
        shutil.copyfileobj(rest, out, 1024**2)
    body.unlink()


def _text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give lists as one text, times with a T."""
    if pa.types.is_list(column.type):
        return pc.binary_join(column, UNIT)
    if pa.types.is_timestamp(column.type):
        return pc.replace_substring(column.cast(pa.string()), " ", "T")
    return column


def _watermark(folder: Path, mark: Mapping[str, Any]) -> Path:
    file = folder / "watermark.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["name:ID(Watermark)", *(f"{k}:{_kind(v)}" for k, v in mark.items())])
        writer.writerow(["graphfraud", *(UNIT.join(v) if isinstance(v, list) else v for v in mark.values())])
    return file


def _kind(value: object) -> str:
    if isinstance(value, int):
        return "long"
    return "string[]" if isinstance(value, list) else "string"
