"""`graphfraud synth`: a sample city in the national tables."""

from __future__ import annotations

import re
from pathlib import Path

import click

from graphfraud.cli.options import HELP
from graphfraud.errors import SettingError

LEAST_PERSONS = 1_000


@click.command(context_settings=HELP)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the files.")
@click.option("--persons", type=click.IntRange(LEAST_PERSONS), required=True, help="Number of insured persons.")
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed gives the same files.")
@click.option("--months", type=click.IntRange(6, 60), default=12, show_default=True, help="Length of the period.")
@click.option("--start", default="2025-01-01", show_default=True, help="First day, YYYY-MM-DD.")
@click.option("--no-rings", is_flag=True, help="The same city without fraud.")
@click.option(
    "--household-coverage",
    type=click.FloatRange(0.0, 1.0),
    default=0.99,
    show_default=True,
    help="Share of persons whose household and address are known.",
)
@click.option(
    "--lines",
    type=click.IntRange(1, 30),
    nargs=2,
    default=(2, 6),
    metavar="LEAST MOST",
    show_default=True,
    help="Fee lines a settlement.",
)
def synth(
    out: Path,
    persons: int,
    seed: int,
    months: int,
    start: str,
    no_rings: bool,
    household_coverage: float,
    lines: tuple[int, int],
) -> None:
    """Write a sample city: national tables as CSV, truth.csv, innocent.csv.

    \b
    Example:
      graphfraud synth --persons 20000 --seed 7 --out city && graphfraud load city
    """
    from graphfraud.synth.generate import Wish, synthesise

    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])", start):
        raise SettingError(
            f"{start!r} is not a first day", name="start", hint="Give a day up to the 28th, as in 2025-01-01."
        )
    wish = Wish(persons, seed, start, months, not no_rings, household_coverage, (min(lines), max(lines)))
    rows = synthesise(wish, out, lambda text: click.echo(text, err=True))
    for name, count in rows.items():
        click.echo(f"{out / name}.csv  {count}")
