"""Every statement of the support signals runs, and takes the parameters its header names and no others."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import PERSON
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables

PARAMETERS = {"support_rule_hits": {"certain": ["1"]}, "support_watchlist": {}}


@pytest.mark.parametrize("name", PARAMETERS)
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == set(PARAMETERS[name])
    assert all(parameter in header["parameters"] for parameter in used)
    with DuckDBEngine() as engine:
        for table in ("rule_hit", "watchlist"):
            engine.register(table, lake_schema(tables()[table]).empty_table())
        engine.register("person", PERSON.empty_table())
        engine.register("settlement", pa.table({"row": [0], "setl_id": ["S1"]}))
        plan = engine.arrow(f"EXPLAIN {text}", **PARAMETERS[name])
    assert plan.num_rows > 0
