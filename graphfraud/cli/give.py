"""Runs another command as if it were typed: graphfraud knows the commands of other rooms by entry point only."""

from __future__ import annotations

import click


def give(ctx: click.Context, name: str, *args: str) -> None:
    """Run the command `name` with its arguments.

    Raises:
        click.ClickException: the command is not installed.
        SystemExit, click.exceptions.Exit: the command failed.
    """
    root = ctx.find_root()
    group = root.command
    command = group.get_command(root, name) if isinstance(group, click.Group) else None
    if command is None:
        raise click.ClickException(f"The command {name!r} is not installed")
    try:
        with command.make_context(name, list(args), parent=root) as inner:
            command.invoke(inner)
    except click.exceptions.Exit as e:
        if e.exit_code:
            raise
    except SystemExit as e:
        if e.code:
            raise
