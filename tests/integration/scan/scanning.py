"""Scans a workspace in this process."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters, Value
from graphfraud.scan import run_folder
from graphfraud.scan.pipeline import Order, scan
from graphfraud.store.run_files import Runs
from graphfraud.workspace import Workspace

QUICK = {"decoys": 2.0, "stability_runs": 4.0}


def rings(
    workspace: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    schemes: tuple[str, ...] = (),
    **parameters: Value,
) -> list[Ring]:
    """Scan with few decoys and give the rings; no schemes named: all."""
    run_id, _ = scan(Workspace(workspace), Order(schemes, first, last, Parameters({**QUICK, **parameters})))
    return list(Runs(workspace / "runs").get(run_id).rings)


def published(found: list[Ring]) -> list[set[str]]:
    """Give the patients of the published rings."""
    return [set(r.patients) for r in found if r.status == "published"]


def manifest(workspace: Path) -> dict[str, Any]:
    """Give the manifest of the newest run."""
    run_id = run_folder.latest(workspace / "runs")
    assert run_id is not None
    return run_folder.read_manifest(workspace / "runs" / run_id)
