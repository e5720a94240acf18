"""The run folder: everything one scan found, written once and never changed.

manifest.json        run header, scope where it has one, file hashes, lake versions, scheme states, counts
parameters.yml       every parameter of the run with its value
rings.json           {"rings": [...]} in contract form, ranked
links.parquet        patient pairs behind the rings (LINKS)
gatherings.parquet   who was where together, when (GATHERINGS)
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graphfraud.model.ring import Ring
from graphfraud.store.run_files import Runs
from graphfraud.store.run_read import LINKS as LINKS
from graphfraud.workspace import write_whole

GATHERINGS = pa.schema(
    [
        ("ring_id", pa.string()),
        ("gathering", pa.int32()),
        ("fixmedins_code", pa.string()),
        ("begin", pa.timestamp("us")),
        ("end", pa.timestamp("us")),
        ("patient", pa.string()),
        ("setl_id", pa.string()),
    ]
)
"""One row a settlement; gatherings count from 1 in time order; sorted by ring_id, gathering, patient, setl_id."""


def write(
    runs: Path,
    manifest: dict[str, Any],
    rings: list[Ring],
    links: pa.Table,
    gatherings: pa.Table,
    parameters: str,
) -> Path:
    """Write a run folder whole or not at all; a folder already there is kept.

    `latest` then points at it, unless the manifest names a `scope`: a part of the city is no newest state of it.

    Args:
        runs: folder of the runs.
        manifest: everything but `files`; its `run.run_id` names the folder.
        rings: ranked.
        links: LINKS.
        gatherings: GATHERINGS.
        parameters: YAML text.
    """
    runs.mkdir(parents=True, exist_ok=True)
    folder = runs / str(manifest["run"]["run_id"])
    if not folder.exists():
        write_whole(folder, lambda made: _write(made, manifest, rings, links, gatherings, parameters))
    if "scope" not in manifest:
        point(runs, folder.name)
    return folder


def _write(
    folder: Path, manifest: dict[str, Any], rings: list[Ring], links: pa.Table, gatherings: pa.Table, parameters: str
) -> None:
    (folder / "rings.json").write_text(_json({"rings": [r.to_dict() for r in rings]}), encoding="utf-8")
    (folder / "parameters.yml").write_text(parameters, encoding="utf-8")
    pq.write_table(links.cast(LINKS), folder / "links.parquet")
    pq.write_table(gatherings.cast(GATHERINGS), folder / "gatherings.parquet")
    hashes = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.iterdir())}
    (folder / "manifest.json").write_text(_json({**manifest, "files": hashes}), encoding="utf-8")


def point(runs: Path, run_id: str) -> None:
    """Make `latest` name the run, atomically."""
    fresh = runs / f".latest-{os.getpid()}"
    fresh.write_text(run_id, encoding="utf-8")
    os.replace(fresh, runs / "latest")


def latest(runs: Path) -> str | None:
    """Give the newest run_id, None where there is none."""
    return Runs(runs).newest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a run."""
    data: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return data


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
