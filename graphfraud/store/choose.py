"""Open the store that the settings name: the one place that knows every implementation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graphfraud.errors import SettingError
from graphfraud.settings import Settings
from graphfraud.workspace import Workspace

if TYPE_CHECKING:
    # Slow to import, and only needed where a server is used.
    from graphfraud.bolt.connection import Login
    from graphfraud.store.shared import SharedStore

STORES = ("embedded", "neo4j")


def open_store(settings: Settings, workspace: Path | None = None) -> SharedStore:
    """Open the store of a workspace (None: the setting's).

    Raises:
        SettingError: the setting `store` is neo4j and no server is set, or its password can't be read.
    """
    place = Workspace(settings.workspace if workspace is None else workspace)
    if settings.store == "embedded":
        from graphfraud.store.embedded import EmbeddedStore

        return EmbeddedStore(place, settings.hub_degree)
    from graphfraud.store.neo4j_store import Neo4jStore

    return Neo4jStore(place, login(settings), settings.hub_degree)


def login(settings: Settings) -> Login:
    """Give where the server is and how to log in.

    Raises:
        SettingError: no server is set, or its password can't be read.
    """
    from graphfraud.bolt.connection import Login

    if settings.neo4j_uri is None:
        raise SettingError(
            "The store is neo4j and no server is set",
            name="neo4j_uri",
            hint="Set neo4j_uri, as in neo4j://db.example:7687, or read the workspace: --store embedded",
        )
    return Login(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password())
