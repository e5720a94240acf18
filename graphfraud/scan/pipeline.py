"""One scan: claims → links → rings → judgement → run folder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from graphfraud import __version__
from graphfraud.claims import scene, table
from graphfraud.engine.base import Engine
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.errors import InputError, WorkspaceError
from graphfraud.lake.lake import Lake
from graphfraud.lake.trouble import told
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.scan import find, run_folder, tables
from graphfraud.scan.finish import Kept, Source, finish, unite
from graphfraud.scan.prepare import TABLES, prepare
from graphfraud.scan.reinforce import reinforce
from graphfraud.schemes import SCHEMES
from graphfraud.schemes.base import Scheme
from graphfraud.schemes.needs import blind, filled_columns, scheme_states, signal_states
from graphfraud.store.run_files import RunFiles, Runs
from graphfraud.support import SUPPORTS
from graphfraud.workspace import Workspace

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Order:
    """What to scan: schemes by code (empty: all), days from `first` to `last`, parameters."""

    schemes: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    parameters: Parameters = field(default_factory=Parameters)


def scan(
    workspace: Workspace,
    order: Order,
    *,
    memory_limit: str = "2GB",
    threads: int | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> tuple[str, bool]:
    """Run one scan; give its run_id, and False where the very same scan was there already.

    Raises:
        WorkspaceError: nothing is loaded, another process is writing, or a file is damaged.
        InputError: no settlement lies in the period.
    """
    started = _now()
    with (
        workspace.writing(),
        told(workspace),
        DuckDBEngine(memory_limit=memory_limit, threads=threads, temp=workspace.root / "tmp") as engine,
    ):
        _sweep(workspace)
        lake = Lake(workspace.lake)
        if not lake.has("setl_d"):
            raise WorkspaceError(
                f"No settlements (setl_d) are loaded in {workspace.root}",
                path=str(workspace.root),
                hint="Load claim files first: graphfraud load FOLDER",
            )
        progress("Cleaning settlements: refunds, persons, doctors")
        data_version = prepare(workspace, engine)
        folder = workspace.claims / data_version
        run_id = _run_id(data_version, order)
        if (workspace.runs / run_id).exists():
            RunFiles(workspace.runs / run_id).check()
            run_folder.point(workspace.runs, run_id)
            return run_id, False
        filled = filled_columns(lake)
        schemes = scheme_states(filled, _wanted(order.schemes))
        able = [s for s, state in zip(_wanted(order.schemes), schemes, strict=True) if state["state"] != "off"]
        before = _previous(workspace, {s.code for s in able})
        kept, counts = _detect(lake, engine, folder, order, able, progress)
        kept = finish(kept, before)
        rings = [k.ring for k in kept]
        header = {
            "run_id": run_id,
            "started_at": started,
            "finished_at": _now(),
            "engine": "duckdb",
            "data_version": data_version,
            "params_version": order.parameters.version,
            "code_version": __version__,
            "seed": order.parameters.whole("seed"),
        }
        manifest: dict[str, Any] = {
            "run": header,
            "lake_versions": {name: lake.version(name) for name in TABLES},
            "period": [None if d is None else d.isoformat() for d in (order.first, order.last)],
            "schemes": blind(schemes, able, counts),
            "signals": signal_states(filled, SUPPORTS),
            "counts": {
                "published": sum(r.status == "published" for r in rings),
                "demoted": sum(r.status == "demoted" for r in rings),
                **counts,
            },
        }
        values = yaml.safe_dump(order.parameters.stored, sort_keys=False, allow_unicode=True)
        run_folder.write(workspace.runs, manifest, rings, tables.links(kept), tables.gatherings(kept), values)
    return run_id, True


def _sweep(workspace: Workspace) -> None:
    """Remove what a killed scan left among the runs: nobody else writes while the lock is held."""
    for left in workspace.runs.glob(".*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _detect(
    lake: Lake, engine: Engine, folder: Path, order: Order, schemes: list[Scheme], progress: Callable[[str], None]
) -> tuple[list[Kept], dict[str, int]]:
    """Run the schemes and the support signals; give the rings, and the counts of what was left out, by name."""
    seen = scene.read(lake, engine, folder, order.parameters, first=order.first, last=order.last)
    if not len(seen.claims) and (order.first or order.last):
        first, last = table.period(folder)
        raise InputError(
            f"No settlement lies between {order.first or first} and {order.last or last}",
            hint=f"The loaded settlements run from {first} to {last}.",
        )
    kept: list[Kept] = []
    counts = {"settlements": len(seen.claims), "patients": len(seen.claims.patients)}
    for scheme, found in zip(schemes, find.run(schemes, seen, partial(_prefixed, progress)), strict=True):
        kept += [
            Kept(ring, (Source(scheme.code, candidate, found.events),))
            for ring, candidate in zip(found.rings, found.candidates, strict=True)
        ]
        counts |= {f"{scheme.code}.{name}": n for name, n in found.counts.items()}
    united, left_out = reinforce(unite(kept), seen)
    return united, counts | left_out


def _prefixed(progress: Callable[[str], None], scheme: Scheme, text: str) -> None:
    progress(f"{scheme.name.zh} {scheme.code}: {text}")


def _wanted(codes: tuple[str, ...]) -> list[Scheme]:
    return [s for s in SCHEMES if not codes or s.code in codes]


def _previous(workspace: Workspace, schemes: set[str]) -> list[Ring]:
    """Give the newest run's rings of `schemes`; of a scheme that it left out, those of the newest run with it."""
    runs = Runs(workspace.runs)
    newest = runs.newest()
    found: dict[str, Ring] = {}
    wanted = set(schemes)
    for run in () if newest is None else (runs.get(newest), *runs.all()):
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
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _now() -> str:
    return datetime.now(CHINA).isoformat(timespec="seconds")
