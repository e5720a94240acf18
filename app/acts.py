"""The explorer's only door to what is written: one function an act, each through a service of `graphfraud`.

Every act raises:
    GraphFraudError: the text can't be used, or the workspace can't be written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from app.data import Reads
from graphfraud.store.dispositions import Dispositions
from graphfraud.workspace import Workspace

HERE = timezone(timedelta(hours=8))


def decide(reads: Reads, ring_ids: Sequence[str], label: str, reason: str, who: str) -> None:
    """Write the same decision down on each ring."""
    written = Dispositions(Workspace(reads.workspace))
    when = datetime.now(HERE).isoformat(timespec="seconds")
    for ring_id in ring_ids:
        written.add(reads.ring(ring_id), reads.run_id, label, reason, who=who, when=when)
