"""`graphfraud graph`: the claims graph on a Neo4j server."""

from __future__ import annotations

from pathlib import Path

import click

from graphfraud.cli.options import HELP, workspace_option


@click.group(context_settings=HELP)
def graph() -> None:
    """Keep the claims graph on a Neo4j server up to date.

    \b
    Example:
      graphfraud graph push
    """


@graph.command(context_settings=HELP)
@click.option("--to", "uri", default=None, metavar="URI", help="Server, as in neo4j://db.example:7687.")
@workspace_option
def push(uri: str | None, workspace: Path | None) -> None:
    """Bring the server up to date with the claims and runs of the workspace.

    \b
    Example:
      graphfraud graph push --to neo4j://db.example:7687
    """
    from graphfraud.bolt.connection import Connection, Login
    from graphfraud.errors import MissingPartError
    from graphfraud.push.push import push as send
    from graphfraud.settings import load
    from graphfraud.workspace import Workspace

    settings = load(workspace=workspace, neo4j_uri=uri)
    if settings.neo4j_uri is None:
        raise MissingPartError("No Neo4j server is set", part="neo4j", hint="Set neo4j_uri, or give --to URI.")
    login = Login(settings.neo4j_uri, settings.neo4j_user, settings.neo4j_password())
    with Connection(login) as server:
        send(Workspace(settings.workspace), server, lambda said: click.echo(said, err=True))
