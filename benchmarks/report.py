"""Keeps the results: `results/results.json` and one Markdown table, `results/README.md`."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.measure import Row

FOLDER = Path(__file__).parent / "results"
HEAD = ("case", "CPU s", "wall s", "peak MB", "goal", "met", "note")
PACKAGES = ("duckdb", "igraph", "numba", "pandas", "networkx")


def keep(measured: Mapping[str, Sequence[Row]]) -> None:
    """Replace the results of these benchmarks; those of the others stay."""
    file = FOLDER / "results.json"
    results: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    for name, rows in measured.items():
        results[name] = {"machine": machine(), "rows": [row.to_dict() for row in rows]}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(results, ensure_ascii=False, indent=2, sort_keys=True)
    file.write_text(text + "\n", encoding="utf-8")
    (FOLDER / "README.md").write_text(page(results), encoding="utf-8")


def machine() -> dict[str, str]:
    """Say when and on what was measured."""
    return {
        "date": date.today().isoformat(),
        "cores": str(os.cpu_count()),
        "python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
    }


def page(results: dict[str, Any]) -> str:
    """Give all results as Markdown."""
    parts = [
        "# Results of `make bench`",
        "Each part was measured in one run. Compare CPU seconds: wall time depends on what else the machine did.",
    ]
    for name in sorted(results):
        where = ", ".join(f"{k} {v}" for k, v in results[name]["machine"].items())
        parts += [f"## {name}", where, table([Row(**row) for row in results[name]["rows"]])]
    return "\n\n".join(parts) + "\n"


def table(rows: Sequence[Row]) -> str:
    """Give the rows as a Markdown table."""
    lines = [HEAD, ("---",) * len(HEAD), *(_cells(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    met = {True: "yes", False: "**no**", None: ""}[row.met]
    return (
        row.case,
        "" if row.cpu_s is None else f"{row.cpu_s:.2f}",
        "" if row.wall_s is None else f"{row.wall_s:.2f}",
        "" if row.peak_mb is None else f"{row.peak_mb:,.0f}",
        row.goal,
        met,
        row.note,
    )
