"""Every statement of the store runs, and takes the parameters its header names and no others."""

from __future__ import annotations

import re
from importlib.resources import files

import pyarrow as pa
import pytest

import queries
from graphfraud.claims import clean
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables
from graphfraud.store.lake_reader import LEDGER

NAMES = sorted(
    name.removesuffix(".sql")
    for name in (f.name for f in files("queries").joinpath("sql").iterdir())
    if name.startswith(("store_", "ring_"))
)
IDS = {"ids": ["a"], "setl_ids": ["a"]}


@pytest.mark.parametrize("name", NAMES)
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == set(re.findall(r"\$([a-z_]+)", header["parameters"]))
    with DuckDBEngine() as engine:
        for table in ("setl_d", "psn_info_b", "medins_info_b", "dr_info_b"):
            engine.register(table, lake_schema(tables()[table]).empty_table())
        engine.register("batch", LEDGER.empty_table())
        engine.register("settlement", clean.SETTLEMENT.empty_table())
        engine.register("chosen", pa.table({"setl_id": ["a"]}))
        engine.register("ids", pa.table({"setl_id": ["a"], "row": [0]}))
        plan = engine.arrow(f"EXPLAIN {text}", **{name: IDS[name] for name in used})
    assert plan.num_rows > 0
