"""GraphFraud finds collusion rings in medical-insurance claims and shows the claims that prove them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphfraud.api import Results

__version__ = "0.1.0"


def open(workspace: str | Path | None = None) -> Results:
    """Open a workspace for reading in a notebook (None: the folder that the settings name).

    Example:
        >>> results = graphfraud.open("graphfraud-data")
        >>> results.rings(status="published").head()

    Raises:
        SettingError: the settings can't be read.
    """
    # Imported here: commands and libraries that only need the package's name shouldn't wait for pandas.
    from graphfraud import settings
    from graphfraud.api import Results

    loaded = settings.load(workspace=workspace)
    return Results(loaded.workspace, loaded.hub_degree)
