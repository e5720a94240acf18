"""Loads files in this process and gives what the command printed and what the lake holds."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deltalake import DeltaTable

from graphfraud.lake.ledger import read_ledger
from graphfraud.lake.quarantine import read_quarantine
from ingest.run import Request, run

HEADER = "setl_id,psn_no,fixmedins_code,setl_time,med_type,medfee_sumamt"
PROVENANCE = ("_batch_id", "_line", "_row_hash")


@dataclass(frozen=True, slots=True)
class Answer:
    """Exit code, the JSON that was printed, and stderr."""

    code: int
    data: dict[str, Any]
    stderr: str

    @property
    def batch(self) -> dict[str, Any]:
        """The only batch."""
        (batch,) = self.data["batches"]
        assert isinstance(batch, dict)
        return batch


def load(workspace: Path, *paths: Path, **options: Any) -> Answer:
    """Run the load; `options` are fields of `Request`."""
    request = Request(
        paths=paths,
        mapping=options.get("mapping"),
        source=options.get("source"),
        dry_run=options.get("dry_run", False),
        wait=0.0,
        workspace=workspace,
        format="json",
    )
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(request)
    return Answer(code, json.loads(out.getvalue()), err.getvalue())


def rows(workspace: Path, table: str, version: int | None = None) -> list[dict[str, Any]]:
    """Give the lake's rows without provenance and nulls, sorted by their text."""
    folder = workspace / "lake" / table
    if not DeltaTable.is_deltatable(str(folder)):
        return []
    found = DeltaTable(folder, version=version).to_pyarrow_table().to_pylist()
    bare = [{k: v for k, v in row.items() if v is not None and k not in PROVENANCE} for row in found]
    return sorted(bare, key=str)


def quarantine(workspace: Path) -> list[dict[str, Any]]:
    """Give the quarantined rows."""
    found: list[dict[str, Any]] = read_quarantine(workspace / "lake").to_pylist()
    return found


def ledger(workspace: Path) -> list[dict[str, Any]]:
    """Give the ledger without the time of loading."""
    found: list[dict[str, Any]] = read_ledger(workspace / "lake").to_pylist()
    return [{k: v for k, v in row.items() if k != "loaded_at"} for row in found]


def settlement(number: int, *, fee: str = "10.00", time: str = "2024-01-05 10:00:00") -> str:
    """Give one CSV line that fits HEADER."""
    return f"S{number},P{number},H1,{time},11,{fee}"


def write(path: Path, lines: Iterable[str], header: str = HEADER, encoding: str = "utf-8") -> Path:
    """Write a CSV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(f"{line}\n" for line in (header, *lines)).encode(encoding))
    return path
