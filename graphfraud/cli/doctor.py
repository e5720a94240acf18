"""`graphfraud doctor`: looks at the installation and says what is there, what is missing and how to get it."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphfraud.cli.options import HELP, format_option, workspace_option

if TYPE_CHECKING:
    from graphfraud.cli.checks import Check

MARKS = {"ok": "✓", "absent": "–", "broken": "✗"}
TITLES = {
    "versions": "Versions",
    "workspace": "Workspace",
    "neo4j": "Neo4j server",
    "optional": "Optional parts",
}


@click.command(context_settings=HELP)
@workspace_option
@format_option("text", "json")
@click.pass_context
def doctor(ctx: click.Context, workspace: Path | None, format_: str) -> None:
    """Check the installation: versions, workspace, Neo4j server, optional parts.

    Ends with 1 where something that is needed, or that the settings ask for, is broken.

    \b
    Example:
      graphfraud doctor --format json
    """
    # Here: what is checked is imported, which the list of commands should not wait for.
    from graphfraud import settings
    from graphfraud.cli.checks import all_checks

    checks = all_checks(settings.load(workspace=workspace))
    good = all(c.state != "broken" for c in checks)
    click.echo(as_json(checks, good) if format_ == "json" else as_text(checks, good))
    ctx.exit(0 if good else 1)


def as_json(checks: list[Check], good: bool) -> str:
    """Give `{"ok": true, "checks": [{"group", "name", "state", "detail", "means", "remedy"}]}`."""
    return json.dumps({"ok": good, "checks": [c.to_dict() for c in checks]}, ensure_ascii=False, indent=2)


def as_text(checks: list[Check], good: bool) -> str:
    """Give the report for a terminal, one paragraph a group."""
    width = max(len(c.name) for c in checks)
    lines: list[str] = []
    for group, members in groupby(checks, key=lambda c: c.group):
        lines += [TITLES[group], *(line for c in members for line in _lines(c, width)), ""]
    return "\n".join([*lines, "All that is needed is there." if good else "Something is broken: see ✗ above."])


def _lines(check: Check, width: int) -> list[str]:
    more = [text for text in (check.means, f"→ {check.remedy}" if check.remedy else "") if text]
    return [
        f"  {MARKS[check.state]} {check.name:{width}}  {check.detail}",
        *(f"    {'':{width}}  {text}" for text in more),
    ]
