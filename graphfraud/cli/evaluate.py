"""`graphfraud evaluate`: quality of a run against known rings, or of the detector over fresh sample cities."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphfraud.cli.give import give
from graphfraud.cli.options import HELP, format_option, workspace_option
from graphfraud.errors import InputError
from graphfraud.evaluate.measures import Evaluation
from graphfraud.evaluate.truth import InnocentGroup, TrueRing, read_innocent, read_truth

if TYPE_CHECKING:
    from graphfraud.evaluate.city import City


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the sample cities are to be."""

    persons: int
    coverage: float
    baselines: bool


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
@click.option(
    "--household-coverage",
    "coverage",
    type=click.FloatRange(0.0, 1.0),
    default=0.99,
    show_default=True,
    help="Share of persons in each city whose household and address are known.",
)
@click.option("--baselines", is_flag=True, help="Plainer ways beside the detector, on the same cities.")
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
    coverage: float,
    baselines: bool,
    workspace: Path | None,
    format_: str,
) -> None:
    """Judge a run's published rings against known ones.

    With --seeds, sample cities are made, loaded, scanned and judged one after the other, in a folder of their own that
    is removed in the end; the tables hold all rings together, with the goals beside.

    \b
    Example:
      graphfraud evaluate --truth city/truth.csv --format json
      graphfraud evaluate --seeds 10 --persons 20000 --baselines
    """
    from graphfraud import settings
    from graphfraud.evaluate import report

    if (truth is None) == (seeds is None):
        raise click.UsageError("Give either --truth FILE (judge a run) or --seeds N (judge sample cities).")
    if seeds is not None:
        from graphfraud.evaluate import seeds_report
        from graphfraud.evaluate.seeds import pool

        asked = _Asked(persons, coverage, baselines)
        cities = [_city(ctx, seed, asked) for seed in range(first_seed, first_seed + seeds)]
        table = pool(cities, coverage=coverage)
        as_text = seeds_report.to_markdown(table) if format_ == "text" else _json(seeds_report.to_dict(table))
    else:
        assert truth is not None
        found = _judged(truth, settings.load(workspace=workspace).workspace, run_id)
        as_text = report.to_text(found) if format_ == "text" else _json(report.to_dict(found))
    click.echo(as_text)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _judged(truth: Path, workspace: Path, run_id: str | None) -> Evaluation:
    from graphfraud.evaluate.measures import evaluate as judge
    from graphfraud.store.run_files import Runs
    from graphfraud.workspace import Workspace

    return judge(Runs(Workspace(workspace).runs).get(run_id).rings, *_known(truth))


def _known(truth: Path) -> tuple[tuple[TrueRing, ...], tuple[InnocentGroup, ...]]:
    """Give the true rings, and the look-alikes of the file beside."""
    beside = truth.with_name("innocent.csv")
    return read_truth(truth), _look_alikes(beside) if beside.exists() else ()


def _city(ctx: click.Context, seed: int, asked: _Asked) -> City:
    """Make, load, scan and judge one sample city; what the commands print is left out."""
    from contextlib import redirect_stderr, redirect_stdout
    from io import StringIO

    from graphfraud import settings
    from graphfraud.evaluate.city import judge

    click.echo(f"Sample city of {asked.persons:,} persons, seed {seed} …", err=True)
    with tempfile.TemporaryDirectory(prefix="graphfraud-evaluate-") as folder:
        city, workspace = Path(folder) / "city", Path(folder) / "workspace"
        here = ("--workspace", str(workspace))
        size = ("--persons", str(asked.persons), "--household-coverage", str(asked.coverage))
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            give(ctx, "synth", "--out", str(city), *size, "--seed", str(seed))
            give(ctx, "load", str(city), *here)
            give(ctx, "scan", *here)
        return judge(settings.load(workspace=workspace), *_known(city / "truth.csv"), compare=asked.baselines)


def _look_alikes(path: Path) -> tuple[InnocentGroup, ...]:
    """Read the look-alikes; a file in another form, which nobody named, is left out and said so."""
    try:
        return read_innocent(path)
    except InputError as e:
        click.echo(f"Left out, so false rings stay unexplained: {e.message}", err=True)
        return ()
