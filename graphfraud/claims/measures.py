"""A few plain figures of every entity, by which it is compared with its peers, and found by whoever searches.

Built once a data version into the claims folder and never changed:

    measures/measure.parquet   one row an entity: kind, id, name (institutions only), wide, narrow, MEASURES

`wide` and `narrow` name its peers: of an institution the kind, and the level of a hospital; of a doctor the kind of
institution where most settlements were, and the department; of a patient all patients, and the age band.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import queries
from graphfraud.claims.levels import levels
from graphfraud.engine.duckdb import GROUP_ROWS, DuckDBEngine
from graphfraud.parameters import Parameters
from graphfraud.workspace import write_whole

FOLDER, FILE = "measures", "measure.parquet"
MEASURES = (
    "settlements",
    "patients",
    "places",
    "fund_sum",
    "fund_each",
    "acct_sum",
    "remote_share",
    "stay_share",
    "stay_days",
    "cash_share",
    "acct_share",
    "busiest_share",
    "per_patient",
    "per_doctor",
)
TEXTS = ("kind", "id", "name", "wide", "narrow")
SCHEMA = pa.schema([*((name, pa.string()) for name in TEXTS), *((name, pa.float64()) for name in MEASURES)])
SOURCES = ("setl_d", "psn_info_b", "medins_info_b", "mdtrt_d", "dr_info_b")
PREPARED = ("settlement", "person", "institution")
BUSY = 30
"""Settlements from which the busiest day says something: of a dozen, three on one day are no crowd."""
MEMORY = "1GB"
"""Past it the build spills to disk; readers run beside it."""

Source = Callable[[str], pa.Table | list[str]]


def build(claims: Path, source: Source) -> Path:
    """Write the measures of a claims folder, whole or not at all, and give their file; one that is there stays.

    Args:
        claims: the claims folder.
        source: gives the rows of a national table at the versions that the claims were made from.

    Raises:
        OSError: it can't be written.
    """
    folder = claims / FOLDER
    if not folder.exists():
        write_whole(folder, lambda made: _write(claims, source, made / FILE))
    return folder / FILE


def _write(claims: Path, source: Source, path: Path) -> None:
    with (
        tempfile.TemporaryDirectory(dir=path.parent) as spill,
        DuckDBEngine(memory_limit=MEMORY, temp=Path(spill)) as e,
    ):
        for name in SOURCES:
            e.register(name, source(name))
        for name in PREPARED:
            e.register(name, [str(claims / f"{name}.parquet")])
        written = e.arrow(queries.sql("claims_levels"))
        level = pa.array(levels(written["hosp_lv"].to_pylist()), pa.int32())
        known = pa.table({"fixmedins_code": written["fixmedins_code"], "level": level})
        e.register("level", known.filter(pa.array([n.as_py() > 0 for n in level], pa.bool_())))
        digits = Parameters().whole("remote_region_digits")
        e.table("billed", queries.sql("measure_billed"), digits=digits)
        made = {
            "doctor": e.arrow(queries.sql("measure_doctor"), busy=BUSY),
            "institution": e.arrow(queries.sql("measure_institution"), busy=BUSY),
            "patient": e.arrow(queries.sql("measure_patient")),
        }
    with pq.ParquetWriter(path, SCHEMA) as file:
        for table in made.values():
            file.write_table(_whole(table), row_group_size=GROUP_ROWS)


def _whole(table: pa.Table) -> pa.Table:
    """Give the table all columns of SCHEMA; measures that a kind lacks are null."""
    held = [
        table[f.name].cast(f.type) if f.name in table.column_names else pa.nulls(table.num_rows, f.type) for f in SCHEMA
    ]
    return pa.table(dict(zip(SCHEMA.names, held, strict=True)), SCHEMA)
