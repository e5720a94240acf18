"""Every load and quality statement runs on real tables, takes the parameters its header names, and no others."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pyarrow as pa
import pytest

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.lake.lake import Lake
from tests.integration.ingest.loading import load, settlement, write

NAMES = sorted(
    name.removesuffix(".sql")
    for name in (f.name for f in files("queries").joinpath("sql").iterdir())
    if name.startswith(("load_", "quality_"))
)
PARAMETERS: dict[str, dict[str, int]] = {"quality_days": {"least": 7}}
TEXTS = pa.array(["a", "b"])
NUMBERS = pa.array([1, 2])
ROWS = {"key": TEXTS, "_batch_id": TEXTS, "_line": NUMBERS, "_row_hash": NUMBERS, "filename": TEXTS}


@pytest.mark.parametrize("name", NAMES)
def test_statement(name: str, tmp_path: Path) -> None:
    load(tmp_path / "w", write(tmp_path / "setl_d.csv", [settlement(1)]))
    text = queries.sql(name)
    header = dict(re.findall(r"^-- (purpose|parameters|reads): (.+)$", text, re.MULTILINE))
    assert set(header) == {"purpose", "parameters", "reads"}
    used = set(re.findall(r"\$([a-z_]+)", re.sub(r"^--.*$", "", text, flags=re.MULTILINE)))
    assert used == set(PARAMETERS.get(name, {})) == set(re.findall(r"\$([a-z_]+)", header["parameters"]))
    with DuckDBEngine() as engine:
        Lake(tmp_path / "w/lake").register(engine, "setl_d")
        for view in ("staged", "existing"):
            engine.register(view, pa.table(ROWS))
        engine.register("candidates", pa.table({"line": NUMBERS}))
        engine.register("chunk", pa.table({"key": TEXTS, "line": NUMBERS}))
        for view in ("child", "parent"):
            engine.register(view, pa.table({"value": TEXTS}))
        engine.register("coded", pa.table({"code": TEXTS}))
        engine.register("persons", pa.table({"psn_no": TEXTS, "certno": TEXTS}))
        moments = pa.array([0, 1], pa.timestamp("us"))
        engine.register("moments", pa.table({"moment": moments}))
        engine.register("visits", pa.table({"place": TEXTS, "moment": moments}))
        plan = engine.arrow(f"EXPLAIN {text}", **PARAMETERS.get(name, {}))
    assert plan.num_rows > 0
