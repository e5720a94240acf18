"""GraphFraud finds collusion rings in medical-insurance claims and shows the claims that prove them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphfraud.api import Results

__version__ = "0.1.0"


def open(workspace: str | Path | None = None, store: str | None = None) -> Results:
    """Open a workspace for reading in a notebook (None: the folder and the store that the settings name).

    Args:
        workspace: its folder.
        store: `embedded` or `neo4j`.

    Example:
        >>> results = graphfraud.open("graphfraud-data")
        >>> results.rings(status="published").head()

    Raises:
        SettingError: the settings can't be read, or the store is neo4j and no server is set.
    """
    # Imported here: commands and libraries that only need the package's name shouldn't wait for pandas.
    from graphfraud import settings
    from graphfraud.api import Results
    from graphfraud.store.choose import open_store

    return Results(open_store(settings.load(workspace=workspace, store=store)))
