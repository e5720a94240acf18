"""`graphfraud load` and `graphfraud compare`: the commands that read files from outside."""

from __future__ import annotations

import sys
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


@click.command(context_settings=HELP)
@click.argument("his_dir", type=click.Path(path_type=Path))
@click.option("--mapping", "mapping_name", default=None, help="Mapping: a YAML file, or `legacy`, `national`.")
@click.option(
    "--days",
    type=click.IntRange(0, 30),
    default=1,
    show_default=True,
    help="Days by which admission and discharge may differ.",
)
@click.option(
    "--yuan", type=click.FloatRange(0), default=0.01, show_default=True, help="Yuan by which a sum may differ."
)
@click.option(
    "--edge-days",
    type=click.IntRange(0, 366),
    default=1,
    show_default=True,
    help="Nothing this close to the ends of the export is called missing.",
)
@click.option("--top", type=click.IntRange(0), default=20, show_default=True, help="Differences shown as text.")
@click.option("--wait", default=0.0, show_default=True, help="Seconds to wait for another load to end.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the text.")
@workspace_option
@format_option("text", "csv", "json")
def compare(
    his_dir: Path,
    mapping_name: str | None,
    days: int,
    yuan: float,
    edge_days: int,
    top: int,
    wait: float,
    lang: str | None,
    workspace: Path | None,
    format_: str,
) -> None:
    """Set a hospital's own export (mdtrt_d, setl_d, fee_list_d) against the bureau's settlements.

    Tells which visits and articles the bureau paid for and the hospital has no record of (missing), the other way
    round (extra), and where the two differ in person, dates, amount, items or diagnosis. Only the institutions and
    the period of the export are compared. A visit is found by setl_id, else mdtrt_id, else person, institution and
    dates. Claim tables stay as they are; the findings are kept for the next scan (signal not_in_his).

    \b
    Example:
      graphfraud compare exports/his-2025 --mapping his.yml
      graphfraud compare exports/his-2025 --format csv > differences.csv
    """
    from decimal import Decimal

    from rich.console import Console

    from graphfraud import settings
    from graphfraud.compare.comparison import Order
    from ingest import compare as comparing
    from ingest import compare_report as report

    order = Order(days, Decimal(str(yuan)), edge_days)
    request = comparing.Request(his_dir, mapping_name, order, wait, workspace)
    result = comparing.compare(request, lambda text: print(text, file=sys.stderr, flush=True))
    if format_ == "json":
        click.echo(report.to_json(result))
    elif format_ == "csv":
        report.print_csv(result)
    else:
        width = None if sys.stdout.isatty() else report.PIPE_WIDTH
        console = Console(file=sys.stdout, width=width, markup=False, highlight=False)
        report.print_text(result, settings.load(lang=lang).lang, top, console)
