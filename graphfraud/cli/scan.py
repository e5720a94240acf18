"""`graphfraud scan`: one ring scan."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from graphfraud.cli.options import HELP, format_option, place_options


@click.command(context_settings=HELP)
@click.option("--schemes", default=None, metavar="A,B", help="Only these schemes (default: all that the data allows).")
@click.option(
    "--profile",
    default="whole_city",
    show_default=True,
    metavar="NAME",
    help="Preset: whole_city, fake_stays, retail_pharmacies, dialysis, resale_reflow or large_costs. "
    "--schemes and --param go before it.",
)
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="First day of settlements to look at.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="Last day, included.")
@click.option("--seed", type=int, default=None, help="Seed of communities and decoys (default 1).")
@click.option("--engine", type=click.Choice(["duckdb"]), default="duckdb", show_default=True, help="What runs the SQL.")
@click.option("--param", "overrides", multiple=True, metavar="NAME=VALUE", help="Override a parameter; repeatable.")
@click.option(
    "--seed-entity",
    "seeds",
    multiple=True,
    metavar="KIND:ID",
    help="Start from a tip: also say what the scan found around this entity (an id, or kind:id); repeatable.",
)
@format_option("text", "json")
@place_options
def scan(
    schemes: str | None,
    profile: str,
    first: datetime | None,
    last: datetime | None,
    seed: int | None,
    engine: str,
    overrides: tuple[str, ...],
    seeds: tuple[str, ...],
    format_: str,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Scan the loaded claims for rings and keep the result as a run.

    The same data, parameters and seed give the same run; docs/parameters.md lists every parameter.

    \b
    Example:
      graphfraud scan --from 2025-01-01 --to 2025-06-30 --param min_size=4
      graphfraud scan --profile retail_pharmacies
      graphfraud scan --seed-entity pharmacy:P99010000001 --format json
    """
    from graphfraud import settings
    from graphfraud.cli.around import found_around
    from graphfraud.cli.words import Words
    from graphfraud.errors import SettingError
    from graphfraud.parameters import Parameters, parse
    from graphfraud.parameters import profiles as presets
    from graphfraud.scan import run_folder
    from graphfraud.scan.around import look
    from graphfraud.scan.pipeline import Order
    from graphfraud.scan.pipeline import scan as run
    from graphfraud.schemes import SCHEMES
    from graphfraud.store.embedded import EmbeddedStore
    from graphfraud.workspace import Workspace

    if first and last and first > last:
        raise click.UsageError(f"--from {first:%Y-%m-%d} lies after --to {last:%Y-%m-%d}.")
    try:
        preset = presets.profile(profile)
        given = parse(overrides) | ({} if seed is None else {"seed": float(seed)})
        parameters = Parameters({**preset.parameters, **given})
    except SettingError as e:
        raise click.UsageError(f"{e.message}. {e.hint}".strip()) from e
    loaded = settings.load(workspace=workspace, lang=lang)
    place = Workspace(loaded.workspace)
    order = Order(
        schemes=_chosen(schemes, [s.code for s in SCHEMES]) if schemes else preset.schemes,
        first=None if first is None else first.date(),
        last=None if last is None else last.date(),
        parameters=parameters,
    )
    run_id, fresh = run(place, order, memory_limit=loaded.memory_limit, threads=loaded.threads, progress=_say)
    manifest = run_folder.read_manifest(place.runs / run_id)
    if not fresh:
        click.echo("The same data was scanned with the same parameters before; nothing new.", err=True)
    store = EmbeddedStore(place, loaded.hub_degree)
    around = look(store, [store.resolve(text, run=run_id) for text in seeds], run=run_id) if seeds else []
    if format_ == "json":
        answer = {"run": manifest["run"], "counts": manifest["counts"], "around": [a.to_dict() for a in around]}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    counts = manifest["counts"]
    click.echo(
        f"Run {run_id}: {counts['published']} suspected rings, {counts['demoted']} demoted. See: graphfraud rings"
    )
    for one in around:
        found_around(one, store, run_id, Words(loaded.lang))


def _chosen(text: str, known: list[str]) -> tuple[str, ...]:
    """Give the scheme codes in `text` in the order of `known`; all of them are the same as no choice: empty."""
    named = [code.strip() for code in text.split(",")]
    unknown = [code for code in named if code not in known]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r}; known: {', '.join(known)}", param_hint="--schemes")
    chosen = tuple(code for code in known if code in named)
    return () if len(chosen) == len(known) else chosen


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
