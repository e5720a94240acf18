"""The `graphfraud` command: finds its subcommands by entry point and turns errors into exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from typing import TextIO

import click

from graphfraud import __version__
from graphfraud.errors import GraphFraudError

GROUP = "graphfraud.commands"


class Commands(click.Group):
    """Loads a subcommand only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names of the subcommands, sorted."""
        return sorted(e.name for e in entry_points(group=GROUP))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and give one subcommand."""
        for entry in entry_points(group=GROUP, name=cmd_name):
            command = entry.load()
            if not isinstance(command, click.Command):
                raise TypeError(f"{entry.value} is not a command")
            return command
        return None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="graphfraud")
@click.option(
    "--workspace",
    type=click.Path(file_okay=False),
    metavar="DIRECTORY",
    help="Workspace of the command that follows; the same as giving it after the command.",
)
def cli(workspace: str | None) -> None:
    """Find collusion rings in medical-insurance claims, with the claims that prove them.

    \b
    Example:
      graphfraud load exports/2025 && graphfraud scan && graphfraud rings
    """
    if workspace:
        # As the environment's setting it reaches every command, and the processes that one starts.
        os.environ["GRAPHFRAUD_WORKSPACE"] = workspace


def _forget(stream: TextIO) -> None:
    """Drop what could not be written, so that the interpreter does not try, and complain, again at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line: exit code 0 done, 1 failed with a clear error, 2 wrong usage.

    `words` are its arguments (None: those of the process).
    """
    try:
        # Without standalone mode click returns the code of ctx.exit instead of ending the process.
        code = cli(None if words is None else list(words), standalone_mode=False)
    except click.UsageError as e:
        e.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing half-written is left behind; the same command goes on from here.", err=True)
        sys.exit(1)
    except click.ClickException as e:
        e.show()
        sys.exit(1)
    except GraphFraudError as e:
        click.echo(f"Error: {e.message}", err=True)
        if e.hint:
            click.echo(f"  → {e.hint}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as e:
        # A full disk behind `> file`, a folder that may not be read: the system's own words are clear.
        click.echo(f"Error: {e}", err=True)
        _forget(sys.stdout)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
