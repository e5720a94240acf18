"""The saved views of a workspace, shared by all who use it: each change is added, the last one on a view holds."""

from __future__ import annotations

from collections.abc import Mapping

from graphfraud.errors import InputError, NotFoundError
from graphfraud.model.saved_view import SavedView
from graphfraud.store.journal import Journal
from graphfraud.workspace import Workspace

LONGEST_NAME = 64
"""Characters of a name."""


class SavedViews(Journal[SavedView]):
    """The views of one workspace.

    `save`, `rename` and `drop` raise:
        InputError: no name, a name that is too long, or one that another view has.
        WorkspaceError: another process is writing, or a file can't be written.

    Args:
        workspace: the workspace.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, workspace.views, "Saved view", SavedView.from_dict)

    def listed(self) -> tuple[SavedView, ...]:
        """Give the views that there are, oldest first."""
        latest = {view.id: view for view in self.all()}
        return tuple(latest[id] for id in sorted(latest) if not latest[id].dropped)

    def save(self, name: str, query: Mapping[str, str], *, who: str, when: str) -> SavedView:
        """Keep filters under a name."""
        name = self._fit(name)
        return self.write(lambda n: SavedView(n, n, name, dict(query), False, who, when))[0]

    def rename(self, id: int, name: str, *, who: str, when: str) -> SavedView:
        """Give a view another name.

        Raises:
            NotFoundError: no such view.
        """
        old, name = self._get(id), self._fit(name)
        return self.write(lambda n: SavedView(n, id, name, old.query, False, who, when))[0]

    def drop(self, id: int, *, who: str, when: str) -> SavedView:
        """List a view no longer.

        Raises:
            NotFoundError: no such view.
        """
        old = self._get(id)
        return self.write(lambda n: SavedView(n, id, old.name, old.query, True, who, when))[0]

    def _get(self, id: int) -> SavedView:
        found = next((view for view in self.listed() if view.id == id), None)
        if found is None:
            raise NotFoundError(f"There is no saved view {id}", kind="view", id=str(id), hint="It may be deleted.")
        return found

    def _fit(self, name: str) -> str:
        name = name.strip()
        if not 0 < len(name) <= LONGEST_NAME:
            raise InputError(
                f"The name of a view has 1 to {LONGEST_NAME} characters", column="name", hint="Write another name."
            )
        if any(view.name == name for view in self.listed()):
            raise InputError(f"There is a view {name!r}", column="name", hint="Write another name.")
        return name
