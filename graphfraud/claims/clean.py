"""Clean settlements: valid rows only, refunds netted, persons and doctors resolved.

Built once a data version into `claims/<data_version>/` and never changed:

    settlement.parquet   SETTLEMENT, sorted by patient, setl_time, setl_id
    person.parquet       PERSON, sorted by psn_no
    institution.parquet  INSTITUTION, sorted by fixmedins_code
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import queries
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.model.schema import lake_schema, tables
from graphfraud.workspace import write_whole

SETTLEMENT = pa.schema(
    [
        ("setl_id", pa.string()),
        ("patient", pa.string()),  # the person's main psn_no
        ("psn_no", pa.string()),  # as on the claim
        ("fixmedins_code", pa.string()),
        ("kind", pa.string()),  # hospital, clinic or pharmacy
        ("doctor", pa.string()),  # dr_code, or fixmedins_code/dr_code where the code is local; null if none
        ("setl_time", pa.timestamp("us")),
        ("begndate", pa.date32()),
        ("enddate", pa.date32()),
        ("stay", pa.bool_()),  # an inpatient stay by med_type
        ("med_type", pa.string()),
        ("medfee_sumamt", pa.decimal128(16, 2)),  # refunds netted
        ("fund_pay_sumamt", pa.decimal128(16, 2)),
        ("acct_pay", pa.decimal128(16, 2)),
    ]
)
"""One row a settlement that still stands: `vali_flag` 1, not a refund, not refunded in full."""

PERSON = pa.schema([("psn_no", pa.string()), ("patient", pa.string())])
"""Every psn_no seen in settlements or psn_info_b, and the main psn_no of the same certno."""

INSTITUTION = pa.schema([("fixmedins_code", pa.string()), ("kind", pa.string())])
"""Every institution seen in settlements or medins_info_b."""

SOURCES = ("setl_d", "mdtrt_d", "psn_info_b", "medins_info_b")
MAX_ALIASES = 10


def register(lake: Lake, engine: Engine, names: tuple[str, ...]) -> None:
    """Make lake tables known to the engine; one that was never loaded is an empty table of its schema."""
    for name in names:
        if not lake.register(engine, name):
            engine.register(name, lake_schema(tables()[name]).empty_table())


def build(lake: Lake, engine: Engine, folder: Path) -> None:
    """Write the clean settlements of the lake's present state into `folder`, whole or not at all.

    A folder that is there already is left as it is: its name says which data it holds.
    """
    if folder.exists():
        return
    register(lake, engine, SOURCES)
    engine.table("person", queries.sql("claims_person"), max_aliases=MAX_ALIASES)
    engine.table("institution", queries.sql("claims_institution"))
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_whole(folder, lambda made: _write_all(engine, made))


def _write_all(engine: Engine, folder: Path) -> None:
    _write(engine.arrow(queries.sql("claims_settlement")), SETTLEMENT, folder / "settlement.parquet")
    _write(engine.arrow("SELECT * FROM person ORDER BY psn_no"), PERSON, folder / "person.parquet")
    institutions = engine.arrow("SELECT * FROM institution ORDER BY fixmedins_code")
    _write(institutions, INSTITUTION, folder / "institution.parquet")


def _write(table: pa.Table, schema: pa.Schema, path: Path) -> None:
    coded = [
        name for name in ("patient", "psn_no", "fixmedins_code", "kind", "doctor", "med_type") if name in schema.names
    ]
    pq.write_table(table.select(schema.names).cast(schema), path, row_group_size=131_072, use_dictionary=coded)
