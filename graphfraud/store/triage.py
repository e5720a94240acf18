"""What an investigator does to rings of the queue, one or many at once, and how it is taken back.

Nothing is deleted: taking back is a further decision or assignment that restores what was before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphfraud.model.ring import Standing
from graphfraud.store.assignments import Assignments, assignees
from graphfraud.store.base import GraphStore
from graphfraud.store.dispositions import Dispositions
from graphfraud.store.journal import LONGEST, now
from graphfraud.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Done:
    """One act, and what its rings had before, by ring_id: `standings` of a decision, `holders` of an assignment.

    `what`: the label of the decision, or to whom the rings were given.
    """

    what: str
    standings: Mapping[str, Standing | None] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)

    @property
    def rings(self) -> tuple[str, ...]:
        """The rings of the act."""
        return (*self.standings, *self.holders)


class Triage:
    """The acts on the rings of one run.

    Every method raises:
        NotFoundError: no such ring in the run.
        InputError: no reason, or a text that is too long.
        WorkspaceError: another process is writing, or a file can't be written.

    Args:
        store: shows the rings.
        workspace: where decisions and assignments are written.
        run_id: the run.
        who: who acts.
    """

    def __init__(self, store: GraphStore, workspace: Workspace, run_id: str, who: str) -> None:
        self._store = store
        self._run = run_id
        self._who = who
        self._dispositions = Dispositions(workspace)
        self._assignments = Assignments(workspace)

    def decide(self, ring_ids: Sequence[str], label: str, reason: str) -> Done:
        """Write the same decision down on each ring."""
        rings = [self._store.ring(ring_id, run=self._run) for ring_id in ring_ids]
        self._dispositions.decide(rings, self._run, label, reason, who=self._who, when=now())
        return Done(label, standings={ring.ring_id: ring.disposition for ring in rings})

    def assign(self, ring_ids: Sequence[str], to: str) -> Done:
        """Give each ring to `to`, to nobody where it is empty."""
        for ring_id in ring_ids:
            self._store.ring(ring_id, run=self._run)
        held = assignees(self._store.assignments())
        self._assignments.assign(ring_ids, to, who=self._who, when=now())
        return Done(to, holders={ring_id: held.get(ring_id, "") for ring_id in ring_ids})

    def undo(self, done: Done, why: str) -> None:
        """Restore what the rings had before an act; `why` comes before the reason that holds again.

        A dismissal that had lapsed because its ring changed is not put in force again: the ring is open.
        """
        groups: dict[tuple[str, str], list[str]] = {}
        for ring_id, standing in done.standings.items():
            groups.setdefault(_restored(standing), []).append(ring_id)
        for (label, reason), ring_ids in groups.items():
            self.decide(ring_ids, label, f"{why} {reason}".strip()[:LONGEST])
        for to in sorted(set(done.holders.values())):
            self.assign([ring_id for ring_id, held in done.holders.items() if held == to], to)


def _restored(standing: Standing | None) -> tuple[str, str]:
    if standing is None or standing.changed:
        return "open", ""
    return standing.label, standing.reason
