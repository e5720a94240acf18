"""Every statement of the claims for owners, contacts, costs and goods runs, with the parameters of its header."""

from __future__ import annotations

import re

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import PERSON, SETTLEMENT
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.schema import lake_schema, tables

VALUES = {"level2": 5000.0, "level3": 10000.0, "band": 0.1}


@pytest.mark.parametrize(
    "name",
    [
        "claims_owners",
        "claims_owner_names",
        "claims_contacts",
        "claims_levels",
        "large_cost_pool",
        "claims_item",
        "claims_line",
        "claims_basket",
        "claims_box",
        "claims_box_once",
    ],
)
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_0-9]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == ({*VALUES} & set(re.findall(r"[a-z_0-9]+", header["parameters"])))
    with DuckDBEngine() as engine:
        for table in ("setl_d", "mdtrt_d", "psn_info_b", "medins_info_b", "fee_list_d", "drugtracinfo"):
            engine.register(table, lake_schema(tables()[table]).empty_table())
        engine.register("person", PERSON.empty_table())
        engine.register("settlement", SETTLEMENT.empty_table())
        engine.register("mark", pa.table({"sort": ["addr"], "value": ["a"]}))
        engine.register("level", pa.table({"fixmedins_code": ["H1"], "level": pa.array([2], pa.int32())}))
        engine.register(
            "placed", pa.table({"setl_id": ["S1"], "kind": ["pharmacy"], "position": pa.array([0], pa.int32())})
        )
        for made in ("item", "line", "box"):
            engine.table(made, queries.sql(f"claims_{made}"))
        plan = engine.arrow(f"EXPLAIN {text}", **{name: VALUES[name] for name in used})
    assert plan.num_rows > 0
