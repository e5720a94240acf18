"""`graphfraud load`."""

from __future__ import annotations

from pathlib import Path

import click

from graphfraud.cli.options import HELP, format_option, workspace_option


@click.command(context_settings=HELP)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_name", default=None, help="Mapping: a YAML file, or `legacy`, `national`.")
@click.option("--source", default=None, metavar="URL", help="Read from a database (SQLAlchemy URL).")
@click.option("--dry-run", is_flag=True, help="Read and check everything, write nothing.")
@click.option("--wait", default=0.0, show_default=True, help="Seconds to wait for another load to end.")
@workspace_option
@format_option("table", "json")
def load(
    paths: tuple[Path, ...],
    mapping_name: str | None,
    source: str | None,
    dry_run: bool,
    wait: float,
    workspace: Path | None,
    format_: str,
) -> None:
    """Load claim files: folders or files named after their table (setl_d.csv, fee_list_d/part-0.csv.gz …).

    Every row is checked; rows that can't be used go to the quarantine with file, line, column and reason. The
    same file again brings nothing new. Ends with the data-quality report.

    \b
    Example:
      graphfraud load exports/2025
      graphfraud load --source postgresql+psycopg://reader@db/claims --mapping my.yml
    """
    from ingest.run import Request, run

    if not paths and source is None:
        raise click.UsageError("Give a file or folder, or --source URL.")
    raise SystemExit(run(Request(paths, mapping_name, source, dry_run, wait, workspace, format_)))
