"""Which server this process uses: the one of the settings, else the workspace's own."""

from __future__ import annotations

from graphfraud.errors import MissingPartError
from graphfraud.server import state
from graphfraud.server.home import Home
from graphfraud.server.reach import Login
from graphfraud.settings import Settings
from graphfraud.workspace import Workspace

UP = "graphfraud neo4j up"


def login(settings: Settings, workspace: Workspace) -> Login:
    """Give the server of `neo4j_uri`; where that is not set, the one that `graphfraud neo4j up` started.

    Nothing is asked of the server itself: `reach` says whether it answers.

    Raises:
        MissingPartError: neither is there.
        SettingError: the password file of the settings can't be read.
        WorkspaceError: the state or the password of the workspace's own server can't be read.
    """
    if settings.neo4j_uri is not None:
        return Login(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password())
    home = Home.of(settings, workspace)
    found = state.read(home)
    if found is None:
        raise MissingPartError("No Neo4j server is set", part="neo4j", hint=f"Start one: {UP}; or set neo4j_uri.")
    if not (state.alive(home, found) or (found.way == "docker" and found.wanted)):
        raise MissingPartError(
            f"The Neo4j server of {workspace.root} is not running", part="neo4j", hint=f"Start it again: {UP}"
        )
    return own(home, found)


def own(home: Home, found: state.State) -> Login:
    """Give the login of the home's own server."""
    return Login(found.uri, "neo4j", home.password())
