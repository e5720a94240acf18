"""The assignments of a workspace: who looks into which ring (`graphfraud.model.assignment`), only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from graphfraud.errors import InputError
from graphfraud.model.assignment import Assignment
from graphfraud.store.journal import Journal
from graphfraud.workspace import Workspace

LONGEST_NAME = 64
"""Characters of a name."""


class Assignments(Journal[Assignment]):
    """The assignments of one workspace, in order.

    Args:
        workspace: the workspace.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, workspace.assignments, "Assignment", Assignment.from_dict)

    def assign(self, ring_ids: Sequence[str], to: str, *, who: str, when: str) -> tuple[Assignment, ...]:
        """Write down who is to look into each of several rings; an empty `to` takes the last assignment back.

        Args:
            ring_ids: the rings.
            to: a person or team, at most `LONGEST_NAME` characters.
            who: who assigned.
            when: ISO 8601 with +08:00.

        Raises:
            InputError: `to` is too long.
            WorkspaceError: another process is writing, or a file can't be written.
        """
        if len(to) > LONGEST_NAME:
            raise InputError(
                f"The name has {len(to)} characters", column="to", hint=f"Write at most {LONGEST_NAME} characters."
            )

        def made(ring_id: str, number: int) -> Assignment:
            return Assignment(number, ring_id, to.strip(), who, when)

        return self.write(*(partial(made, ring_id) for ring_id in ring_ids))


def assignees(assignments: Iterable[Assignment]) -> dict[str, str]:
    """Give who looks into each ring by the last word on it; a ring that nobody looks into is left out."""
    latest = {a.ring_id: a.to for a in assignments}
    return {ring_id: to for ring_id, to in latest.items() if to}
