"""One scan: claims → links → rings → judgement → run folder."""

from __future__ import annotations

import hashlib
import shutil
from datetime import datetime, timedelta, timezone
from typing import Any

import yaml

from graphfraud import __version__
from graphfraud.model.ring import Ring
from graphfraud.scan import run_folder, tables
from graphfraud.scan.detect import Order, Progress, detect, ground
from graphfraud.scan.prepare import TABLES
from graphfraud.schemes.needs import blind, signal_states
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.support import SUPPORTS
from graphfraud.workspace import Workspace

__all__ = ["Order", "scan"]

CHINA = timezone(timedelta(hours=8))


def scan(
    workspace: Workspace,
    order: Order,
    *,
    memory_limit: str = "2GB",
    threads: int | None = None,
    progress: Progress = lambda text: None,
) -> tuple[str, bool]:
    """Run one scan; give its run_id, and False where the very same scan was there already.

    Raises:
        WorkspaceError: nothing is loaded, another process is writing, or a file is damaged.
        InputError: no settlement lies in the period, or in the scope.
        NotFoundError: the scope names something unknown.
    """
    started = _now()
    with ground(workspace, memory_limit, threads, progress) as on:
        _sweep(workspace)
        run_id = _run_id(on.data_version, order)
        if (workspace.runs / run_id).exists():
            RunFiles(workspace.runs / run_id).check()
            if order.scope is None:
                run_folder.point(workspace.runs, run_id)
            return run_id, False
        kept, counts = detect(on, order, previous(workspace, {s.code for s in on.able(order)}), progress)
        listed, not_listed = tables.links(kept, order.parameters.whole("links_listed"))
        rings = [k.ring for k in kept]
        header = {
            "run_id": run_id,
            "started_at": started,
            "finished_at": _now(),
            "engine": "duckdb",
            "data_version": on.data_version,
            "params_version": order.parameters.version,
            "code_version": __version__,
            "seed": order.parameters.whole("seed"),
        }
        manifest: dict[str, Any] = {
            "run": header,
            **({"scope": order.scope.to_dict()} if order.scope else {}),
            "lake_versions": {name: on.lake.version(name) for name in TABLES},
            "period": [None if d is None else d.isoformat() for d in (order.first, order.last)],
            "schemes": blind(on.states(order), on.able(order), counts),
            "signals": signal_states(on.filled, SUPPORTS),
            "counts": {
                "published": sum(r.status == "published" for r in rings),
                "demoted": sum(r.status == "demoted" for r in rings),
                **counts,
                **not_listed,
            },
        }
        values = yaml.safe_dump(order.parameters.stored, sort_keys=False, allow_unicode=True)
        run_folder.write(workspace.runs, manifest, rings, listed, tables.gatherings(kept), values)
    return run_id, True


def _sweep(workspace: Workspace) -> None:
    """Remove what a killed scan left among the runs: nobody else writes while the lock is held."""
    for left in workspace.runs.glob(".*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def previous(workspace: Workspace, schemes: set[str]) -> list[Ring]:
    """Give the newest whole run's rings of `schemes`; of a scheme that it left out, those of the newest with it."""
    runs = Runs(workspace.runs)
    newest = runs.newest()
    found: dict[str, Ring] = {}
    wanted = set(schemes)
    for run in () if newest is None else (runs.get(newest), *runs.whole()):
        there = wanted & {s["scheme"] for s in run.manifest["schemes"] if s["state"] != "off"}
        found = {r.ring_id: r for r in run.rings if there & {r.scheme, *r.also}} | found
        wanted -= there
        if not wanted:
            break
    return list(found.values())


def _run_id(data_version: str, order: Order) -> str:
    """Give the id of a scan: the same data, parameters, code and order give the same id."""
    parts = [data_version, repr(sorted(order.parameters.stored.items())), __version__, *(order.schemes or ("all",))]
    parts += [str(order.first), str(order.last)]
    parts += [order.scope.text] if order.scope else []
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _now() -> str:
    return datetime.now(CHINA).isoformat(timespec="seconds")
