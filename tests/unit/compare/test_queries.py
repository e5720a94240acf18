"""Every statement of a comparison is planned by the engine, and takes the parameters that its header names."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import PERSON, SETTLEMENT
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables

TEXT = pa.string()
MADE = {
    "settlement": SETTLEMENT,
    "person": PERSON,
    "covered": pa.schema([("fixmedins_code", TEXT)]),
    "by_bill": pa.schema([("setl_id", TEXT), ("unit", pa.int32())]),
    "by_encounter": pa.schema([("mdtrt_id", TEXT), ("unit", pa.int32())]),
    "fee": lake_schema(tables()["fee_list_d"]),
    "bill": lake_schema(tables()["setl_d"]),
}


@pytest.mark.parametrize("name", ["compare_bureau", "compare_his", "compare_fees", "support_not_in_his"])
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    assert "$" not in re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    with DuckDBEngine() as engine:
        for table in ("setl_d", "mdtrt_d", "his_check"):
            engine.register(table, lake_schema(tables()[table]).empty_table())
            engine.register(f"his_{table}", lake_schema(tables()[table]).empty_table())
        for table, schema in MADE.items():
            engine.register(table, schema.empty_table())
        assert engine.arrow(f"EXPLAIN {text}").num_rows > 0
