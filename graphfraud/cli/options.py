"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

# On every command, so that a command answers alike alone and below the group.
HELP = {"help_option_names": ["-h", "--help"]}

F = TypeVar("F", bound=Callable[..., Any])


def workspace_option(command: F) -> F:
    """Add `--workspace DIR`; the command takes `workspace: Path | None` (None: the setting's value)."""
    return click.option(
        "--workspace",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Folder that holds data and runs (default: the setting, ./graphfraud-data).",
    )(command)


def place_options(command: F) -> F:
    """Add `--workspace` and `--lang`."""
    lang = click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the text.")
    return workspace_option(lang(command))


def store_option(command: F) -> F:
    """Add `--store`; the command takes `store: str | None` (None: the setting's value)."""
    return click.option(
        "--store",
        type=click.Choice(["embedded", "neo4j"]),
        default=None,
        help="Read the workspace's files or the Neo4j server (default: the setting, embedded).",
    )(command)


def format_option(*formats: str) -> Callable[[F], F]:
    """Add `--format`; the first format is the default."""

    def add(command: F) -> F:
        return click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            default=formats[0],
            show_default=True,
            help="How to print.",
        )(command)

    return add
