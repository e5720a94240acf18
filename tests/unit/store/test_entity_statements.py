"""Every statement about one entity, and of the measures, runs, and takes the parameters its header names."""

from __future__ import annotations

import re
from importlib.resources import files

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import INSTITUTION, PERSON, SETTLEMENT
from graphfraud.claims.measures import SCHEMA, SOURCES
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables

NAMES = sorted(
    name.removesuffix(".sql")
    for name in (f.name for f in files("queries").joinpath("sql").iterdir())
    if name.startswith(("entity_", "measure_"))
)
VALUES = {"text": "A", "kind": "patient", "limit": 1, "id": "a", "digits": 4, "busy": 30}


@pytest.mark.parametrize("name", NAMES)
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == set(re.findall(r"\$([a-z_]+)", header["parameters"]))
    with DuckDBEngine() as engine:
        for table in {*SOURCES, "watchlist", "rule_hit"}:
            engine.register(table, lake_schema(tables()[table]).empty_table())
        for table, schema in (("settlement", SETTLEMENT), ("person", PERSON), ("institution", INSTITUTION)):
            engine.register(table, schema.empty_table())
        engine.register("measure", SCHEMA.empty_table())
        engine.register("level", pa.table({"fixmedins_code": ["H1"], "level": pa.array([2], pa.int32())}))
        engine.table("billed", queries.sql("measure_billed"), digits=4)
        plan = engine.arrow(f"EXPLAIN {text}", **{name: VALUES[name] for name in used})
    assert plan.num_rows > 0
