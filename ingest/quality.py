"""The data-quality report: what the lake holds, what is odd about it, and which schemes it can feed."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import queries
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.jobs.job import read, write
from graphfraud.lake.lake import Lake
from graphfraud.lake.ledger import FOLDER as LEDGER
from graphfraud.lake.ledger import read_ledger
from graphfraud.model.schema import Table, code_rules, tables
from graphfraud.workspace import Workspace

# The column that says when, a table.
MOMENTS = {
    "setl_d": "setl_time",
    "mdtrt_d": "begntime",
    "fee_list_d": "fee_ocur_time",
    "drugtracinfo": "sel_retn_time",
    "psn_insu_d": "psn_insu_date",
    "opsp_reg_d": "begndate",
    "death_reg": "death_date",
}
# Columns that point at another table's key.
REFERENCES = {"psn_no": "psn_info_b", "fixmedins_code": "medins_info_b", "setl_id": "setl_d", "mdtrt_id": "mdtrt_d"}
# A gap this long in an institution's days deserves a look; weekends and single holidays don't.
LEAST_GAP = 7
SHOWN = 20
FILE = "quality.json"


def quality(lake: Lake, engine: DuckDBEngine) -> dict[str, Any]:
    """Give the report on everything in the lake, ready for JSON."""
    held = [table for table in tables().values() if lake.files(table.name)]
    report: dict[str, Any] = {"tables": {table.name: _table(lake, engine, table) for table in held}}
    if lake.project(engine, "persons", "psn_info_b", psn_no="psn_no", certno="certno"):
        row = engine.arrow(queries.sql("quality_persons")).to_pylist()[0]
        report["duplicate_persons"] = {"certno": row["persons"], "psn_no": row["psn_no"]}
    if lake.register(engine, "setl_d"):
        report["settlements"] = engine.arrow(queries.sql("quality_settlements")).to_pylist()[0]
    if lake.project(engine, "visits", "setl_d", place="fixmedins_code", moment="setl_time"):
        gaps = engine.arrow(queries.sql("quality_days"), least=LEAST_GAP)
        report["days_without_data"] = {
            "institutions": gaps.num_rows,
            "longest": [_texts(row) for row in gaps.slice(0, SHOWN).to_pylist()],
        }
    return report


def keep(workspace: Workspace, report: dict[str, Any]) -> None:
    """Keep the report on the lake's present state, so that readers need not look at every row again.

    Raises:
        OSError: it can't be written.
    """
    version = Lake(workspace.lake).version(LEDGER)
    write(workspace.root / FILE, {"ledger_version": version, "report": report})


def kept(workspace: Workspace) -> dict[str, Any] | None:
    """Give the report that was kept, None where something was loaded since."""
    found = read(workspace.root / FILE)
    if found is None or found.get("ledger_version") != Lake(workspace.lake).version(LEDGER):
        return None
    report: dict[str, Any] = found["report"]
    return report


def _table(lake: Lake, engine: DuckDBEngine, table: Table) -> dict[str, Any]:
    rows, nulls = lake.null_counts(table.name)
    return {
        "rows": rows,
        "period": _period(lake, engine, table),
        "null_rate": {c.name: round(nulls.get(c.name, 0) / rows, 6) for c in table.columns},
        "orphans": _orphans(lake, engine, table),
        "code_misses": _code_misses(lake, engine, table),
        **_ledger(lake, table),
    }


def _period(lake: Lake, engine: DuckDBEngine, table: Table) -> list[str] | None:
    moment = MOMENTS.get(table.name)
    if moment is None or not lake.project(engine, "moments", table.name, moment=moment):
        return None
    row = engine.arrow(queries.sql("quality_period")).to_pylist()[0]
    return None if row["first_day"] is None else [str(row["first_day"]), str(row["last_day"])]


def _orphans(lake: Lake, engine: DuckDBEngine, table: Table) -> dict[str, dict[str, Any]]:
    found = {}
    for column, target in REFERENCES.items():
        if column not in table.names or target == table.name or not lake.files(target):
            continue
        lake.project(engine, "child", table.name, value=column)
        lake.project(engine, "parent", target, value=column)
        row = engine.arrow(queries.sql("quality_orphans")).to_pylist()[0]
        rate = round(row["orphans"] / row["filled"], 6) if row["filled"] else 0.0
        found[column] = {"table": target, "rows": row["orphans"], "rate": rate}
    return found


def _code_misses(lake: Lake, engine: DuckDBEngine, table: Table) -> dict[str, dict[str, int]]:
    found = {}
    for column in table.columns:
        if column.codes is None:
            continue
        lake.project(engine, "coded", table.name, code=column.name)
        rule = code_rules()[column.codes]
        counts = engine.arrow(queries.sql("quality_codes")).to_pylist()
        misses = {row["code"]: row["occurs"] for row in counts if not rule.holds(row["code"])}
        if misses:
            often = sorted(misses, key=lambda code: (-misses[code], code))[:SHOWN]
            found[column.name] = {code: misses[code] for code in often}
    return found


def _ledger(lake: Lake, table: Table) -> dict[str, Any]:
    """Give what loading left out: cells set to null, source columns nobody read, columns no file had."""
    unreadable: Counter[str] = Counter()
    unknown: set[str] = set()
    reasons: Counter[str] = Counter()
    batches = [b for b in read_ledger(lake.root).to_pylist() if b["table"] == table.name]
    for batch in batches:
        unreadable.update(json.loads(batch["unreadable"]))
        reasons.update(json.loads(batch["reasons"]))
        unknown.update(json.loads(batch["unknown_columns"]))
    lacking = [set(json.loads(batch["missing_columns"])) for batch in batches]
    return {
        "unreadable": dict(sorted(unreadable.items())),
        "quarantined": dict(sorted(reasons.items())),
        "missing_columns": sorted(set.intersection(*lacking)) if lacking else [],
        "unknown_columns": sorted(unknown),
    }


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | str) else str(value) for name, value in row.items()}
