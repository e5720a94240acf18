"""A batch: what became of one file in one table."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from graphfraud import __version__
from ingest.cell import CHINA
from ingest.readers.base import Rejected

EXAMPLES = 3


@dataclass(slots=True)
class Batch:
    """What became of one file. `rows_read = accepted + duplicate + updated + quarantined`."""

    batch_id: str
    table: str
    file: str
    sha256: str
    already_loaded: bool = False
    rows_read: int = 0
    accepted: int = 0
    duplicate: int = 0
    updated: int = 0
    quarantined: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unreadable: Counter[str] = field(default_factory=Counter)
    missing_columns: tuple[str, ...] = ()
    unknown_columns: tuple[str, ...] = ()
    examples: list[Rejected] = field(default_factory=list)
    """The first quarantined rows, at most `EXAMPLES`."""
    filled: set[str] = field(default_factory=set)
    """Columns with at least one value."""

    def to_dict(self) -> dict[str, Any]:
        """Give the batch in the form of the contract."""
        names = ("batch_id", "table", "file", "sha256", "already_loaded", "rows_read")
        counts = ("accepted", "duplicate", "updated", "quarantined")
        reasons = {reason: self.reasons[reason] for reason in sorted(self.reasons)}
        return {name: getattr(self, name) for name in names + counts} | {"reasons": reasons}

    def record(self, mapping: str, digest: str) -> dict[str, Any]:
        """Give the batch as a row of the ledger; `mapping` and `digest` say by which mapping it was read."""
        counts = ("rows_read", "accepted", "duplicate", "updated", "quarantined")
        texts = {
            "reasons": dict(sorted(self.reasons.items())),
            "unreadable": dict(sorted(self.unreadable.items())),
            "missing_columns": list(self.missing_columns),
            "unknown_columns": list(self.unknown_columns),
        }
        return {
            "batch_id": self.batch_id,
            "table": self.table,
            "file": self.file,
            "sha256": self.sha256,
            "loaded_at": datetime.now(CHINA).isoformat(timespec="seconds"),
            **{name: getattr(self, name) for name in counts},
            **{name: json.dumps(value, ensure_ascii=False) for name, value in texts.items()},
            "mapping": mapping,
            "mapping_digest": digest,
            "code_version": __version__,
        }
