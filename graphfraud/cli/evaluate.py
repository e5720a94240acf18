"""`graphfraud evaluate`: quality of a run against known rings, or of the detector over fresh sample cities."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click

from graphfraud.cli.give import give
from graphfraud.cli.options import HELP, format_option, workspace_option
from graphfraud.errors import InputError
from graphfraud.evaluate.measures import Evaluation
from graphfraud.evaluate.truth import InnocentGroup, read_innocent


@click.command(context_settings=HELP)
@click.option(
    "--truth",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV ring_id,scheme,kind,id,role; an innocent.csv next to it explains false rings.",
)
@click.option("--run", "run_id", default=None, help="Run to judge (default: the newest).")
@click.option("--seeds", type=click.IntRange(1, 1000), help="Judge so many fresh sample cities instead of a run.")
@click.option("--first-seed", type=click.IntRange(0), default=1001, show_default=True, help="Seed of the first city.")
@click.option(
    "--persons", type=click.IntRange(2000, 10_000_000), default=20_000, show_default=True, help="Size of each city."
)
@workspace_option
@format_option("text", "json")
@click.pass_context
def evaluate(
    ctx: click.Context,
    truth: Path | None,
    run_id: str | None,
    seeds: int | None,
    first_seed: int,
    persons: int,
    workspace: Path | None,
    format_: str,
) -> None:
    """Judge a run's published rings against known ones.

    With --seeds, sample cities are made, loaded, scanned and judged one after the other, in a folder of their own that
    is removed in the end; the table holds all rings together.

    \b
    Example:
      graphfraud evaluate --truth city/truth.csv --format json
      graphfraud evaluate --seeds 10 --persons 20000
    """
    from graphfraud import settings
    from graphfraud.evaluate import report
    from graphfraud.evaluate import seeds as many

    if (truth is None) == (seeds is None):
        raise click.UsageError("Give either --truth FILE (judge a run) or --seeds N (judge sample cities).")
    if seeds is not None:
        table = many.pool([_city(ctx, seed, persons) for seed in range(first_seed, first_seed + seeds)])
        as_text = many.to_markdown(table) if format_ == "text" else _json(many.to_dict(table))
    else:
        assert truth is not None
        found = _judged(truth, settings.load(workspace=workspace).workspace, run_id)
        as_text = report.to_text(found) if format_ == "text" else _json(report.to_dict(found))
    click.echo(as_text)


def _json(data: dict[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _judged(truth: Path, workspace: Path, run_id: str | None) -> Evaluation:
    from graphfraud.evaluate.measures import evaluate as judge
    from graphfraud.evaluate.truth import read_truth
    from graphfraud.store.run_files import Runs
    from graphfraud.workspace import Workspace

    known = read_truth(truth)
    beside = truth.with_name("innocent.csv")
    groups = _look_alikes(beside) if beside.exists() else ()
    return judge(Runs(Workspace(workspace).runs).get(run_id).rings, known, groups)


def _city(ctx: click.Context, seed: int, persons: int) -> Evaluation:
    """Make, load, scan and judge one sample city; what the commands print is left out."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    click.echo(f"Sample city of {persons:,} persons, seed {seed} …", err=True)
    with tempfile.TemporaryDirectory(prefix="graphfraud-evaluate-") as folder:
        city, workspace = Path(folder) / "city", Path(folder) / "workspace"
        here = ("--workspace", str(workspace))
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            give(ctx, "synth", "--out", str(city), "--persons", str(persons), "--seed", str(seed))
            give(ctx, "load", str(city), *here)
            give(ctx, "scan", *here)
        return _judged(city / "truth.csv", workspace, None)


def _look_alikes(path: Path) -> tuple[InnocentGroup, ...]:
    """Read the look-alikes; a file in another form, which nobody named, is left out and said so."""
    try:
        return read_innocent(path)
    except InputError as e:
        click.echo(f"Left out, so false rings stay unexplained: {e.message}", err=True)
        return ()
