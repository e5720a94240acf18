"""`graphfraud evaluate`: quality of a run against known rings."""

from __future__ import annotations

import json
from pathlib import Path

import click

from graphfraud.cli.options import HELP, format_option, workspace_option
from graphfraud.errors import InputError
from graphfraud.evaluate.truth import InnocentGroup, read_innocent


@click.command(context_settings=HELP)
@click.option(
    "--truth",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="CSV ring_id,scheme,kind,id,role; an innocent.csv next to it explains false rings.",
)
@click.option("--run", "run_id", default=None, help="Run to judge (default: the newest).")
@workspace_option
@format_option("text", "json")
def evaluate(truth: Path, run_id: str | None, workspace: Path | None, format_: str) -> None:
    """Judge a run's published rings against known ones.

    \b
    Example:
      graphfraud evaluate --truth city/truth.csv --format json
    """
    from graphfraud import settings
    from graphfraud.evaluate import report
    from graphfraud.evaluate.measures import evaluate as judge
    from graphfraud.evaluate.truth import read_truth
    from graphfraud.store.embedded import EmbeddedStore
    from graphfraud.workspace import Workspace

    known = read_truth(truth)
    beside = truth.with_name("innocent.csv")
    groups = _look_alikes(beside) if beside.exists() else ()
    store = EmbeddedStore(Workspace(settings.load(workspace=workspace).workspace))
    found = judge(store.rings(run=run_id).rings, known, groups)
    if format_ == "json":
        click.echo(json.dumps(report.to_dict(found), ensure_ascii=False, indent=2))
    else:
        click.echo(report.to_text(found))


def _look_alikes(path: Path) -> tuple[InnocentGroup, ...]:
    """Read the look-alikes; a file in another form, which nobody named, is left out and said so."""
    try:
        return read_innocent(path)
    except InputError as e:
        click.echo(f"Left out, so false rings stay unexplained: {e.message}", err=True)
        return ()
