"""`graphfraud neo4j`: a Neo4j server on this machine for the workspace, started, looked at and stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import click

from graphfraud import settings
from graphfraud.cli.options import HELP, format_option, workspace_option
from graphfraud.server import launch
from graphfraud.server.admin import run
from graphfraud.server.home import Home
from graphfraud.server.state import Way
from graphfraud.server.status import Status, status
from graphfraud.workspace import Workspace

MARKS = {"running": "✓", "stopped": "–", "unhealthy": "✗"}


@click.group(context_settings=HELP)
def neo4j() -> None:
    """Start, look at and stop the workspace's own Neo4j server.

    Not needed where neo4j_uri names a server. docs/neo4j.md is for its administrator.

    \b
    Example:
      graphfraud neo4j up && graphfraud neo4j status
    """


@neo4j.command(context_settings=HELP)
@click.option(
    "--with",
    "way",
    type=click.Choice(["auto", "docker", "java"]),
    default="auto",
    show_default=True,
    help="auto: as the last time; else Docker where its engine answers, else Java (17 or newer, and Maven).",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=None,
    help="Port for Bolt on 127.0.0.1; 0: any free one (default: as the last time, else 7687).",
)
@workspace_option
def up(way: str, port: int | None, workspace: Path | None) -> None:
    """Start the server, wait until it answers, print its address.

    It outlives the shell. A second call only waits for it. Its data and its password (neo4j/password) stay in the
    workspace.

    \b
    Examples:
      graphfraud neo4j up
      graphfraud neo4j up --with java --port 0
    """
    home, loaded = _home(workspace)
    if loaded.neo4j_uri is not None:
        _say(f"neo4j_uri is set: the other commands use {loaded.neo4j_uri}, not this server.")
    login = launch.up(home, _say, way=None if way == "auto" else cast(Way, way), port=port)
    click.echo(f"{login.uri}  (user {login.user}, password in {home.password_file})")


@neo4j.command(context_settings=HELP)
@workspace_option
def down(workspace: Path | None) -> None:
    """Stop the server cleanly; its data stay.

    \b
    Example:
      graphfraud neo4j down
    """
    home, _ = _home(workspace)
    _say("Stopping Neo4j …")
    click.echo("Neo4j has stopped." if launch.down(home) else "No Neo4j server was running.")


@neo4j.command("status", context_settings=HELP)
@workspace_option
@format_option("text", "json")
@click.pass_context
def show_status(ctx: click.Context, workspace: Path | None, format_: str) -> None:
    """Say whether the server runs and answers, its version, address and password file; its log where it doesn't.

    Ends with 1 where it doesn't.

    \b
    Example:
      graphfraud neo4j status --format json
    """
    loaded = settings.load(workspace=workspace)
    found = status(loaded, Workspace(loaded.workspace))
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) if format_ == "json" else as_text(found))
    ctx.exit(0 if found.state == "running" else 1)


@neo4j.command(context_settings={**HELP, "ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, required=True, type=click.UNPROCESSED)
@workspace_option
def admin(arguments: tuple[str, ...], workspace: Path | None) -> None:
    """Run neo4j-admin on the stopped server that Java starts: dump, load, check.

    \b
    Examples:
      graphfraud neo4j admin database dump neo4j --to-path=/backup
      graphfraud neo4j admin database load neo4j --from-path=/backup --overwrite-destination
    """
    home, _ = _home(workspace)
    run(home, arguments, on_line=_say)


def as_text(found: Status) -> str:
    """Give the report for a terminal."""
    facts = {
        "version": found.version,
        "uri": found.uri,
        "user": found.user,
        "password": found.password_file,
        "home": found.home,
        "process": found.pid,
    }
    head = f"{MARKS[found.state]} {found.state}" + (f" ({found.way})" if found.way else "")
    lines = [head, *(f"  {name:8}  {value}" for name, value in facts.items() if value is not None)]
    lines += [f"  {found.detail}"] * bool(found.detail)
    lines += [f"  → {found.remedy}"] * bool(found.remedy)
    return "\n".join([*lines, *(f"  | {line}" for line in found.log)])


def _home(workspace: Path | None) -> tuple[Home, settings.Settings]:
    loaded = settings.load(workspace=workspace)
    return Home.of(loaded, Workspace(loaded.workspace)), loaded


def _say(text: str) -> None:
    click.echo(text, err=True)
