"""Every query that makes rows runs, and takes the parameters its header names and no others."""

from __future__ import annotations

import re
from importlib.resources import files

import pyarrow as pa
import pytest

import queries
from graphfraud.claims.clean import PERSON, SETTLEMENT
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.model.graph import graph_model
from graphfraud.model.schema import lake_schema, tables
from graphfraud.push.ties import OWNED, TIE

NAMES = sorted(
    f.name.removesuffix(".sql") for f in files("queries").joinpath("sql").iterdir() if f.name.startswith("graph_")
)
VALUES = {"names": True, "most": 4, "days": 1}
MADE = (
    "hop",
    "untouched_hop",
    "hop_before",
    "degree",
    "total",
    "employment",
    "watched",
    "entity",
    "drug_line",
    "scan",
    "flow",
)
QUERIES = {
    "hop": "graph_hops",
    "untouched_hop": "graph_untouched_hops",
    "hop_before": "graph_touched_hops",
    "degree": "graph_degrees",
    "total": "graph_totals",
    "employment": "graph_employment",
    "watched": "graph_watched",
    "entity": "graph_entities",
    "drug_line": "graph_drug_lines",
    "scan": "graph_scans",
    "flow": "graph_flows",
}


def test_every_type_has_its_rows() -> None:
    of_data = {f"graph_{one.rows}" for one in graph_model().types if not one.of_run}
    assert of_data <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_statement(name: str) -> None:
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == set(re.findall(r"\$([a-z_]+)", header["parameters"]))
    with DuckDBEngine() as engine:
        for table in tables().values():
            engine.register(table.name, lake_schema(table).empty_table())
        rows = SETTLEMENT.append(pa.field("row", pa.int64())).empty_table()
        texts = {
            "member": ("kind", "id"),
            "evidence": ("setl_id",),
            "held": ("sort", "value", "patient"),
            "contact": ("key", "sort", "patient"),
            "touched": ("setl_id", "patient"),
            "touched_claim": ("patient", "kind", "fixmedins_code", "doctor"),
        }
        for made, columns in texts.items():
            engine.register(made, pa.schema([(c, pa.string()) for c in columns]).empty_table())
        for made, columns_of in {
            "settlement": rows,
            "claim": rows,
            "near": rows,
            "person": PERSON,
            "owned": OWNED,
            "tie": TIE,
        }.items():
            engine.register(made, columns_of if isinstance(columns_of, pa.Table) else columns_of.empty_table())
        sale = pa.schema([("code", pa.string()), ("row", pa.int64()), ("drug", pa.string())])
        engine.register("sale", sale.empty_table())
        engine.register("degree_before", pa.schema([("key", pa.string()), ("degree", pa.int64())]).empty_table())
        for made in ("wanted", "known", "known_key", "wanted_key", "twice", "one_state", "other_state"):
            engine.register(made, rows)
        for made in MADE:
            params = {"most": 4, "days": 1} if made == "flow" else {}
            engine.table(made, queries.sql(QUERIES[made]), **params)
        plan = engine.arrow(f"EXPLAIN {text}", **{name: VALUES[name] for name in used})
    assert plan.num_rows > 0
