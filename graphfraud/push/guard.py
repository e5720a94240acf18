"""What a push refuses: a server of another version, and a graph that isn't this workspace's."""

from __future__ import annotations

from graphfraud.bolt.connection import Connection
from graphfraud.errors import MissingPartError, WorkspaceError
from graphfraud.push.watermark import Watermark

MAJOR = "5"


def version(server: Connection) -> None:
    """Make sure that the server is one that the statements are written for.

    Raises:
        MissingPartError: it isn't.
    """
    found = server.rows("server_version")[0]["version"]
    if found.partition(".")[0] != MAJOR:
        raise MissingPartError(
            f"The Neo4j server at {server.login.uri} is version {found}; the graph needs 5.x",
            part="neo4j",
            hint="Use a server of the 5.26 LTS version: graphfraud neo4j up starts one.",
        )


def owner(mark: Watermark, workspace: str, *, adopt: bool) -> None:
    """Make sure that the graph is this workspace's, or nobody's.

    Raises:
        WorkspaceError: it is somebody else's, and is not to be adopted.
    """
    if adopt:
        return
    if mark.workspace is None and mark.nodes:
        raise WorkspaceError(
            f"The database holds {mark.nodes:,} nodes that no push has made",
            hint="Use an empty database; or push with --adopt: other labels stay, but nodes and relationships with "
            "names of the graph model become those of this workspace.",
        )
    if mark.workspace not in (None, workspace):
        raise WorkspaceError(
            "The database shows the graph of another workspace",
            hint="Use a database of its own for each workspace; or push with --adopt, which replaces that graph.",
        )
