"""The workspace's own server as one that a bulk import may stop and start."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graphfraud.server import admin, launch, state
from graphfraud.server.home import Home
from graphfraud.settings import Settings
from graphfraud.workspace import Workspace


class OwnServer:
    """A server that Java runs in the workspace; `say` is given each step."""

    def __init__(self, home: Home, say: Callable[[str], None]) -> None:
        self._home = home
        self._say = say

    def stop(self) -> None:
        """Stop the server."""
        launch.down(self._home)

    def start(self) -> None:
        """Start the server, and return when it answers."""
        launch.up(self._home, self._say)

    def admin(self, arguments: Sequence[str], on_line: Callable[[str], None]) -> None:
        """Run `neo4j-admin` on the stopped server."""
        admin.run(self._home, arguments, on_line=on_line)


def own_server(settings: Settings, workspace: Workspace, say: Callable[[str], None]) -> OwnServer | None:
    """Give the workspace's own server where it is the one in use and Java runs it, else None."""
    if settings.neo4j_uri is not None:
        return None
    home = Home.of(settings, workspace)
    found = state.read(home)
    return OwnServer(home, say) if found is not None and found.way == "java" else None
