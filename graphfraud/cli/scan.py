"""`graphfraud scan`: one ring scan."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphfraud.cli.options import HELP, format_option, place_options

if TYPE_CHECKING:
    from graphfraud.scan.detect import Order
    from graphfraud.settings import Settings


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
@click.option(
    "--scope",
    "within",
    default=None,
    metavar="SCOPE",
    help="Look for rings in a part of the city only, for example "
    "'district=990101; from=2025-01-01; to=2025-06-30', 'institutions=H1,H2', 'kinds=pharmacy', 'insured=9901' or "
    "'near=patient:A1; hops=2'; the parts must all hold. The rings are printed; no run is written.",
)
@click.option("--keep", is_flag=True, help="With --scope: keep the result as a run; it does not become the newest.")
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
    within: str | None,
    keep: bool,
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
      graphfraud scan --scope "district=990101; kinds=pharmacy"
    """
    from graphfraud import settings
    from graphfraud.errors import SettingError
    from graphfraud.parameters import Parameters, parse
    from graphfraud.parameters import profiles as presets
    from graphfraud.scan import scope
    from graphfraud.scan.detect import Order, in_scope
    from graphfraud.schemes import SCHEMES

    _check_usage(first, last, within, keep, seeds)
    loaded = settings.load(workspace=workspace, lang=lang)
    try:
        preset = presets.profile(profile)
        given = parse(overrides) | ({} if seed is None else {"seed": float(seed)})
        parameters = Parameters({**preset.parameters, **given})
        part = None if within is None else scope.parse(within, hub_degree=loaded.hub_degree)
    except SettingError as e:
        raise click.UsageError(f"{e.message}. {e.hint}".strip()) from e
    wanted = chosen(schemes, [s.code for s in SCHEMES]) if schemes else preset.schemes
    if part is None:
        begin, end = (None if day is None else day.date() for day in (first, last))
        _kept(Order(wanted, begin, end, parameters), loaded, seeds, format_)
    elif keep:
        _kept(in_scope(part, parameters, wanted), loaded, seeds, format_)
    else:
        _seen(in_scope(part, parameters, wanted), loaded, format_)


def _check_usage(
    first: datetime | None, last: datetime | None, within: str | None, keep: bool, seeds: tuple[str, ...]
) -> None:
    if first and last and first > last:
        raise click.UsageError(f"--from {first:%Y-%m-%d} lies after --to {last:%Y-%m-%d}.")
    if within is not None and (first or last):
        raise click.UsageError("Write the days into the scope: --scope 'from=2025-01-01; to=2025-06-30'.")
    if keep and within is None:
        raise click.UsageError("--keep goes with --scope; a scan of the whole city is always kept.")
    if seeds and within is not None and not keep:
        raise click.UsageError("--seed-entity reads a run: give --keep beside --scope.")


def _seen(order: Order, loaded: Settings, format_: str) -> None:
    """Look at a scope and print its rings; no run is written."""
    from graphfraud.cli.scope import say_outcome
    from graphfraud.cli.words import Words
    from graphfraud.scan.here import here
    from graphfraud.workspace import Workspace

    assert order.scope is not None
    found = here(
        Workspace(loaded.workspace),
        order.scope,
        order.parameters,
        schemes=order.schemes,
        memory_limit=loaded.memory_limit,
        threads=loaded.threads,
        progress=say,
    )
    for line in _limits({"schemes": found.schemes, "counts": found.counts}, loaded.lang):
        say(line)
    if format_ == "json":
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2))
    else:
        say_outcome(found, Words(loaded.lang))


def _kept(order: Order, loaded: Settings, seeds: tuple[str, ...], format_: str) -> None:
    """Scan and keep a run."""
    from graphfraud.cli.around import found_around
    from graphfraud.cli.words import Words
    from graphfraud.scan import run_folder
    from graphfraud.scan.around import look
    from graphfraud.scan.pipeline import scan as run
    from graphfraud.store.embedded import EmbeddedStore
    from graphfraud.workspace import Workspace

    place = Workspace(loaded.workspace)
    run_id, fresh = run(place, order, memory_limit=loaded.memory_limit, threads=loaded.threads, progress=say)
    manifest = run_folder.read_manifest(place.runs / run_id)
    if not fresh:
        click.echo("The same data was scanned with the same parameters before; nothing new.", err=True)
    for line in _limits(manifest, loaded.lang):
        say(line)
    store = EmbeddedStore(place, loaded.hub_degree)
    around = look(store, [store.resolve(text, run=run_id) for text in seeds], run=run_id) if seeds else []
    if format_ == "json":
        named = {name: manifest[name] for name in ("run", "scope", "counts") if name in manifest}
        click.echo(json.dumps({**named, "around": [a.to_dict() for a in around]}, ensure_ascii=False, indent=2))
        return
    counts = manifest["counts"]
    see = f"graphfraud rings --run {run_id}" if order.scope else "graphfraud rings"
    click.echo(f"Run {run_id}: {counts['published']} suspected rings, {counts['demoted']} demoted. See: {see}")
    for one in around:
        found_around(one, store, run_id, Words(loaded.lang))


def chosen(text: str, known: list[str]) -> tuple[str, ...]:
    """Give the scheme codes in `text` in the order of `known`; all of them are the same as no choice: empty."""
    named = [code.strip() for code in text.split(",")]
    unknown = [code for code in named if code not in known]
    if unknown:
        raise click.BadParameter(f"{unknown[0]!r}; known: {', '.join(known)}", param_hint="--schemes")
    chosen = tuple(code for code in known if code in named)
    return () if len(chosen) == len(known) else chosen


def _limits(manifest: Mapping[str, Any], lang: str) -> list[str]:
    """Say which schemes were off and why, and what the others left out, by name and count."""
    from graphfraud.cli.words import Words, codes

    words = Words(lang)
    off = [s for s in manifest["schemes"] if s["state"] == "off"]
    lines = [words("switched_off", scheme=s["scheme"], missing=", ".join(_essential(s))) for s in off]
    known = codes("left_out")
    for name, n in manifest["counts"].items():
        scheme, _, what = name.partition(".")
        if n and what in known:
            lines.append(words("left_out", scheme=scheme, what=words.code("left_out", what), n=f"{n:,}"))
    return lines


def _essential(state: dict[str, Any]) -> list[str]:
    """Give those of the missing columns (`table.column`) without which the scheme can't be."""
    from graphfraud.model.schema import tables
    from graphfraud.schemes import SCHEMES

    (needed,) = (set(s.essential) for s in SCHEMES if s.code == state["scheme"])
    places = [name.split(".") for name in state["missing"]]
    return [f"{t}.{c}" for t, c in places if needed & set(tables()[t].column(c).signals)]


def say(text: str) -> None:
    """Tell how far the work is, and the job that this process does, if any."""
    from graphfraud.jobs import current
    from graphfraud.jobs.job import Progress
    from graphfraud.scan.detect import Step

    print(text, file=sys.stderr, flush=True)
    if isinstance(text, Step):
        current.tell(Progress(text.stage, str(text), text.share), always=True)
