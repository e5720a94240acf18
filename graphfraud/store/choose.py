"""Open the store that the settings name: the one place that knows every implementation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graphfraud.settings import Settings
from graphfraud.workspace import Workspace

if TYPE_CHECKING:
    # Slow to import, and only needed where a server is used.
    from graphfraud.store.shared import SharedStore

STORES = ("embedded", "neo4j")


def open_store(settings: Settings, workspace: Path | None = None) -> SharedStore:
    """Open the store of a workspace (None: the setting's).

    Raises:
        MissingPartError: the setting `store` is neo4j, no server is set, and the workspace's own doesn't run.
        SettingError: the password of the server can't be read.
    """
    place = Workspace(settings.workspace if workspace is None else workspace)
    if settings.store == "embedded":
        from graphfraud.store.embedded import EmbeddedStore

        return EmbeddedStore(place, settings.hub_degree)
    from graphfraud.server import login
    from graphfraud.store.neo4j_store import Neo4jStore

    return Neo4jStore(place, login(settings, place), settings.hub_degree)
