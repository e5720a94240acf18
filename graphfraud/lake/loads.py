"""What the last loads took in and what they turned away: the quality gate in figures, from the ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graphfraud.lake.ledger import read_ledger

COUNTS = ("rows_read", "accepted", "duplicate", "updated", "quarantined")


@dataclass(frozen=True, slots=True)
class TableLoads:
    """The loads of one table: files, rows by what became of them (`COUNTS`), reasons of the quarantine, last time."""

    table: str
    files: int
    rows: Mapping[str, int]
    reasons: Mapping[str, int]
    loaded_at: str


def loads(lake: Path) -> tuple[TableLoads, ...]:
    """Give the loads of every table that the ledger names, sorted by table; empty where nothing was loaded."""
    batches = read_ledger(lake).to_pylist()
    found = []
    for table in sorted({batch["table"] for batch in batches}):
        own = [batch for batch in batches if batch["table"] == table]
        reasons: Counter[str] = Counter()
        for batch in own:
            reasons.update(json.loads(batch["reasons"]))
        rows = {name: sum(batch[name] for batch in own) for name in COUNTS}
        found.append(TableLoads(table, len(own), rows, dict(sorted(reasons.items())), max(b["loaded_at"] for b in own)))
    return tuple(found)
