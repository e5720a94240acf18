"""Members were cleared in an earlier case. That is said beside the ring and demotes nothing: people change."""

from __future__ import annotations

from collections.abc import Mapping

from graphfraud.claims.scene import Scene
from graphfraud.model.ring import Innocent, Text
from graphfraud.support import listed
from graphfraud.support.base import Answer, Measure, Subject, Support
from graphfraud.support.listed import Entry, Key


def prepare(scene: Scene) -> tuple[Measure | None, dict[str, int]]:
    """Read who was cleared."""
    entries = listed.read(scene) or {}
    cleared = {key: entry for key, entry in entries.items() if entry.label == "cleared"}
    return (lambda subject: measure(subject, cleared)) if cleared else None, {}


def measure(subject: Subject, cleared: Mapping[Key, Entry]) -> Answer:
    """Say how many members were cleared, and when last."""
    members = subject.ring.members
    found = [cleared[listed.key(m)] for m in members if listed.key(m) in cleared]
    if not found:
        return None
    last = max((f"{entry.since}" for entry in found if entry.since), default="")
    return Innocent(
        "cleared",
        "possible",
        Text(
            f"{len(members)}名成员中有{len(found)}名曾经核查被排除" + (f"（最近一次{last}）" if last else ""),
            f"{len(found)} of {len(members)} members were cleared in earlier cases"
            + (f", last on {last}" if last else ""),
        ),
    )


SUPPORT = Support(
    code="cleared",
    name=Text("曾核查排除", "cleared earlier"),
    weight=0.0,
    doc=__doc__,
    prepare=prepare,
)
