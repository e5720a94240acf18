"""`graphfraud graph`: the claims graph on a Neo4j server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphfraud.cli.options import HELP, format_option, workspace_option

if TYPE_CHECKING:
    from graphfraud.bolt.connection import Connection
    from graphfraud.push.push import Summary
    from graphfraud.settings import Settings


@click.group(context_settings=HELP)
def graph() -> None:
    """Keep the claims graph on a Neo4j server up to date.

    \b
    Example:
      graphfraud graph push && graphfraud graph status
    """


@graph.command(context_settings=HELP)
@click.option("--to", "uri", default=None, metavar="URI", help="Server, as in neo4j://db.example:7687.")
@click.option("--claims", type=click.Choice(["all", "evidence"]), default=None, help="Which claims have a node.")
@click.option("--adopt", is_flag=True, help="Take over a database that holds another graph.")
@click.option(
    "--way",
    type=click.Choice(["auto", "import", "driver"]),
    default="auto",
    show_default=True,
    help="How an empty database is filled.",
)
@click.option("--again", default=None, metavar="RUN", help="Bring a forgotten run back.")
@format_option("text", "json")
@workspace_option
def push(
    uri: str | None,
    claims: str | None,
    adopt: bool,
    way: str,
    again: str | None,
    format_: str,
    workspace: Path | None,
) -> None:
    """Bring the server up to date with the claims and runs of the workspace.

    Only differences are sent. A push that was stopped or killed goes on where it stood when it is given again.

    \b
    Examples:
      graphfraud graph push
      graphfraud graph push --to neo4j://db.example:7687 --claims evidence
    """
    from graphfraud.push.push import Wishes
    from graphfraud.push.push import push as send
    from graphfraud.server.own import own_server
    from graphfraud.settings import load
    from graphfraud.workspace import Workspace

    settings = load(workspace=workspace, neo4j_uri=uri, graph_claims=claims)
    wishes = Wishes(
        claims=settings.graph_claims,
        names=settings.graph_names,
        adopt=adopt,
        way=way,
        again=again,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    )
    place = Workspace(settings.workspace)
    with _server(settings) as server:
        done = send(place, server, _say, wishes, own_server(settings, place, _say))
    if format_ == "json":
        click.echo(json.dumps(done.to_dict(), ensure_ascii=False))
    else:
        _print(done)


@graph.command(context_settings=HELP)
@click.option("--to", "uri", default=None, metavar="URI", help="Server, as in neo4j://db.example:7687.")
@format_option("text", "json")
@workspace_option
def status(uri: str | None, format_: str, workspace: Path | None) -> None:
    """Say what the graph on the server shows, and whether a push is under way.

    \b
    Example:
      graphfraud graph status --format json
    """
    from graphfraud.push import watermark
    from graphfraud.settings import load

    with _server(load(workspace=workspace, neo4j_uri=uri)) as server:
        mark = watermark.read(server)
    if format_ == "json":
        click.echo(json.dumps(mark.to_dict(), ensure_ascii=False))
        return
    if not mark.there:
        click.echo(f"No push has touched this database; it holds {mark.nodes:,} nodes.")
        return
    for name, value in mark.to_dict().items():
        if value not in (None, []):
            click.echo(f"{name}: {', '.join(value) if isinstance(value, list) else value}")


@graph.command(context_settings=HELP)
@click.argument("run")
@click.option("--to", "uri", default=None, metavar="URI", help="Server, as in neo4j://db.example:7687.")
@workspace_option
def forget(run: str, uri: str | None, workspace: Path | None) -> None:
    """Take a run off the server: its rings, links and lineage, and nothing else.

    Later pushes leave it out, until `graphfraud graph push --again RUN`. A run whose folder is gone is taken off by the
    next push.

    \b
    Example:
      graphfraud graph forget 0f3a9c1b2d4e
    """
    from graphfraud.push.forget import forget as take_off
    from graphfraud.settings import load
    from graphfraud.workspace import Workspace

    settings = load(workspace=workspace, neo4j_uri=uri)
    with _server(settings) as server:
        counts = take_off(Workspace(settings.workspace), server, run)
    click.echo("Removed: " + (", ".join(f"{n:,} {name}" for name, n in counts.items() if n) or "nothing"))


@contextmanager
def _server(settings: Settings) -> Iterator[Connection]:
    """Give the server of the settings, or the workspace's own."""
    from graphfraud.bolt.connection import Connection
    from graphfraud.server import login
    from graphfraud.workspace import Workspace

    with Connection(login(settings, Workspace(settings.workspace))) as server:
        yield server


def _say(text: str) -> None:
    click.echo(text, err=True)


def _print(done: Summary) -> None:
    click.echo(f"{done.way}: {done.why}")
    for name, counts in done.types.items():
        if any(counts.values()):
            click.echo(f"  {name}: " + ", ".join(f"{n:,} {what}" for what, n in counts.items() if n))
    click.echo(f"{done.sent:,} rows sent in {done.seconds:.1f} s; {len(done.runs)} run(s) shown")
