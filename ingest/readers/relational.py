"""Tables of a database, by SQLAlchemy: streamed into a Parquet snapshot, which is then loaded like a file.

The snapshot gives a database read what a file has: a hash, row numbers, a second pass, and flat memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

from graphfraud.errors import InputError, MissingPartError, SettingError
from ingest.mapping import Mapping, TableMapping, plan
from ingest.readers.values import text_of
from ingest.source import Job

ROWS = 1 << 15


def snapshots(url: str, mapping: Mapping, folder: Path) -> Iterator[Job]:
    """Copy each table of the mapping that the database has into `folder`, one at a time, and give its job.

    Raises:
        SettingError: the URL is none.
        MissingPartError: the database's driver is not installed.
        InputError: the database can't be reached or read, or has none of the tables.
    """
    engine = _engine(url)
    shown = engine.url.render_as_string(hide_password=True)
    found = False
    try:
        with engine.connect() as connection:
            for target in mapping.tables.values():
                for source in target.sources:
                    table = _table(connection, source)
                    if table is not None:
                        found = True
                        yield _snapshot(connection, table, target, folder, f"{shown}#{source}")
    except SQLAlchemyError as e:
        raise InputError(
            f"the database can't be read: {str(e).splitlines()[0]}",
            file=shown,
            reason="unreadable",
            hint="Check the address, the rights of the user, and that the server runs.",
        ) from e
    finally:
        engine.dispose()
    if not found:
        raise InputError(
            f"the database has no table of the mapping {mapping.name}",
            file=shown,
            reason="no_table",
            hint="Say in a mapping file which tables to read (`from:`), and pass it with --mapping.",
        )


def _engine(url: str) -> sa.Engine:
    try:
        return sa.create_engine(url)
    except (NoSuchModuleError, ModuleNotFoundError) as e:
        raise MissingPartError(
            f"No driver for this database: {e}",
            part="database driver",
            hint="For PostgreSQL install the extra [postgres] and write postgresql+psycopg://…",
        ) from e
    except (SQLAlchemyError, ValueError) as e:
        raise SettingError(
            "--source is not a database address",
            name="source",
            hint="Write it as dialect+driver://user:password@host/database.",
        ) from e


def _table(connection: sa.Connection, source: str) -> sa.Table | None:
    """Find `table` or `schema.table` in any case."""
    schema, _, name = source.rpartition(".")
    inspector = sa.inspect(connection)
    schemas = [s for s in inspector.get_schema_names() if s.lower() == schema] if schema else [None]
    for place in schemas:
        for known in (*inspector.get_table_names(place), *inspector.get_view_names(place)):
            if known.lower() == name:
                return sa.Table(known, sa.MetaData(), schema=place, autoload_with=connection)
    return None


def _snapshot(connection: sa.Connection, table: sa.Table, target: TableMapping, folder: Path, label: str) -> Job:
    header = {column.name.lower(): column for column in table.columns}
    wanted = [header[name] for name in plan(target, header).wanted] or list(header.values())
    # Every column's name goes into the snapshot, so that unknown ones are seen; only the wanted hold values.
    schema = pa.schema([(name, pa.string()) for name in header])
    path = folder / f"{target.table.name}.{table.name.lower()}.parquet"
    stream = connection.execution_options(stream_results=True, max_row_buffer=ROWS)
    with pq.ParquetWriter(path, schema, compression="snappy") as writer:
        # As the driver gives them: a cell that its column's type can't hold is a row's trouble, not the table's.
        raw = [sa.type_coerce(column, sa.types.NullType()).label(column.name) for column in wanted]
        result = stream.execute(sa.select(*raw))
        for rows in result.partitions(ROWS):
            columns = dict(zip((c.name.lower() for c in wanted), zip(*rows, strict=True), strict=True))
            writer.write_batch(_batch(columns, schema, len(rows)))
    return Job(target, path, label, path.stat().st_size)


def _batch(columns: dict[str, tuple[object, ...]], schema: pa.Schema, rows: int) -> pa.RecordBatch:
    arrays = [
        pa.array([text_of(v) for v in columns[name]], pa.string()) if name in columns else pa.nulls(rows, pa.string())
        for name in schema.names
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
