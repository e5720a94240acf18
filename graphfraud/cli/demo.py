"""`graphfraud demo`: a sample city from nothing to rings in a browser, by giving the other commands in turn."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphfraud import __version__
from graphfraud.cli.give import give
from graphfraud.cli.options import HELP, workspace_option
from graphfraud.errors import WorkspaceError

if TYPE_CHECKING:
    from graphfraud.workspace import Workspace

SHOWN_RINGS = 15
STEPS = {
    "zh": {
        "synth": "生成样例城市：{persons:,} 人，种子 {seed} …",
        "kept": "样例城市已存在：{persons:,} 人，种子 {seed}。",
        "load": "载入结算数据 …",
        "scan": "扫描团伙 …",
        "rings": "疑似团伙线索（前 {top} 个）：",
        "app": "打开浏览器界面 …",
        "done": "打开浏览器界面：graphfraud app --workspace {workspace}",
    },
    "en": {
        "synth": "Making a sample city: {persons:,} persons, seed {seed} …",
        "kept": "The sample city is there: {persons:,} persons, seed {seed}.",
        "load": "Loading its claims …",
        "scan": "Scanning for rings …",
        "rings": "Suspected rings (the first {top}):",
        "app": "Opening the explorer …",
        "done": "Open the explorer: graphfraud app --workspace {workspace}",
    },
}


@click.command(context_settings=HELP)
@click.option(
    "--persons", type=click.IntRange(2000, 1_000_000), default=6000, show_default=True, help="Size of the city."
)
@click.option("--seed", type=int, default=7, show_default=True, help="Another seed gives another city.")
@click.option("--no-app", is_flag=True, help="Stop before the explorer.")
@workspace_option
@click.pass_context
def demo(ctx: click.Context, persons: int, seed: int, no_app: bool, workspace: Path | None) -> None:
    """Show everything on a sample city: make it, load it, scan it, list its rings, open the explorer.

    Nobody in the city is real. A second call goes on from what is there.

    \b
    Example:
      graphfraud demo --no-app
    """
    from graphfraud import settings
    from graphfraud.workspace import Workspace

    loaded = settings.load(workspace=workspace)
    place = Workspace(loaded.workspace)
    words = STEPS[loaded.lang]
    city = {"persons": persons, "seed": seed, "version": __version__}
    sample = place.root / "sample"
    here = ["--workspace", str(place.root)]
    if _kept(place, sample, city):
        _say(1, words["kept"].format(**city))
    else:
        _say(1, words["synth"].format(**city))
        _make(ctx, place, sample, city)
    _say(2, words["load"])
    give(ctx, "load", str(sample / "city"), *here)
    _say(3, words["scan"])
    give(ctx, "scan", *here)
    _say(4, words["rings"].format(top=SHOWN_RINGS))
    give(ctx, "rings", "--top", str(SHOWN_RINGS), *here)
    if no_app:
        click.echo(words["done"].format(workspace=place.root), err=True)
    else:
        _say(5, words["app"])
        give(ctx, "app", *here)


def _kept(place: Workspace, sample: Path, city: dict[str, object]) -> bool:
    """Say whether this very city is already there.

    Raises:
        WorkspaceError: the workspace holds other data, which must not be mixed with a made-up city.
    """
    from graphfraud.lake.lake import Lake

    note = sample / "city.json"
    if note.exists():
        if json.loads(note.read_text(encoding="utf-8")) == city:
            return True
        raise _other_data(place, "another sample city")
    if Lake(place.lake).has("setl_d"):
        raise _other_data(place, "claims that are not the demo's")
    return False


def _other_data(place: Workspace, what: str) -> WorkspaceError:
    return WorkspaceError(
        f"The workspace {place.root} holds {what}",
        path=str(place.root),
        hint="Keep them apart: graphfraud demo --workspace ANOTHER-FOLDER",
    )


def _make(ctx: click.Context, place: Workspace, sample: Path, city: dict[str, object]) -> None:
    place.create()
    give(
        ctx,
        "synth",
        "--out",
        str(sample / "city"),
        "--persons",
        str(city["persons"]),
        "--seed",
        str(city["seed"]),
    )
    # Written last: a city cut short has no note and is made again.
    sample.joinpath("city.json").write_text(json.dumps(city), encoding="utf-8")


def _say(number: int, words: str) -> None:
    click.echo(f"[{number}] {words}", err=True)
