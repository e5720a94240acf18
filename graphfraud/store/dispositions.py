"""The dispositions of a workspace: decisions on rings (`graphfraud.model.disposition.Disposition`), only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from graphfraud.errors import InputError
from graphfraud.model.disposition import LABELS, Disposition, Snapshot
from graphfraud.model.ring import Ring
from graphfraud.store.journal import Journal, check_text
from graphfraud.workspace import Workspace


class Dispositions(Journal[Disposition]):
    """The decisions of one workspace, in order.

    Args:
        workspace: the workspace.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, workspace.dispositions, "Disposition", _parse)

    def add(self, ring: Ring, run_id: str, label: str, reason: str, *, who: str, when: str) -> Disposition:
        """Write down a decision on one ring, as `decide` does."""
        return self.decide([ring], run_id, label, reason, who=who, when=when)[0]

    def decide(
        self, rings: Sequence[Ring], run_id: str, label: str, reason: str, *, who: str, when: str
    ) -> tuple[Disposition, ...]:
        """Write down one decision on each of several rings, with what each is now; all are on the disk afterwards.

        Args:
            rings: as the run `run_id` shows them.
            run_id: the run.
            label: one of `LABELS`.
            reason: in words, at most `journal.LONGEST` characters.
            who: who decided.
            when: ISO 8601 with +08:00.

        Raises:
            InputError: an unknown label, no reason, or one that is too long.
            WorkspaceError: another process is writing, or a file can't be written.
        """
        if label not in LABELS:
            raise InputError(f"Unknown label {label!r}", column="label", hint=f"Give one of: {', '.join(LABELS)}.")
        check_text(reason, "reason", 'A decision needs one: --reason "one village, one bus"')

        def made(ring: Ring, number: int) -> Disposition:
            return Disposition(number, ring.ring_id, run_id, label, reason.strip(), who, when, Snapshot.of(ring))

        return self.write(*(partial(made, ring) for ring in rings))


def _parse(data: dict[str, Any]) -> Disposition:
    found = Disposition.from_dict(data)
    if found.label not in LABELS:
        raise ValueError(f"unknown label {found.label!r}")
    return found
