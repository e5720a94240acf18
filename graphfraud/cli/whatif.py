"""`graphfraud whatif`: what other parameters would find, or what is left of a ring without some of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from graphfraud.cli.options import HELP, format_option
from graphfraud.cli.printing import print_json
from graphfraud.cli.read import run_options
from graphfraud.cli.scan import chosen, say

if TYPE_CHECKING:
    from graphfraud.cli.words import Words
    from graphfraud.parameters import Value
    from graphfraud.scan.whatif import Moved, Outcome
    from graphfraud.scan.without import Without


@click.command(context_settings=HELP)
@click.option("--param", "overrides", multiple=True, metavar="NAME=VALUE", help="Another value; repeatable.")
@click.option("--schemes", default=None, metavar="A,B", help="Only these schemes (default: those of the run).")
@click.option("--ring", "ring_id", default=None, metavar="RING_ID", help="Look at this one ring; needs --drop.")
@click.option("--drop", default=None, metavar="ID", help="A member's id, or edge(A,B) for what two have in common.")
@format_option("text", "json")
@run_options
def whatif(
    overrides: tuple[str, ...],
    schemes: str | None,
    ring_id: str | None,
    drop: str | None,
    format_: str,
    run_id: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Try other parameters on the loaded claims: rings won and lost against a run. No run is written.

    Everything else is as in the run: schemes, period, the other parameters. Confirmed rings that would be lost and
    dismissed ones that would be avoided are named. With --ring and --drop: is that ring still found without a person,
    an institution, a doctor, or without the edge between two of them?

    \b
    Example:
      graphfraud whatif --param min_size=4 --param max_fdr=0.1 --schemes co_swipe,fake_stay
      graphfraud whatif --ring R7cde8478c083 --drop H99010000004
    """
    from graphfraud import settings
    from graphfraud.cli.words import Words
    from graphfraud.errors import SettingError
    from graphfraud.parameters import parse
    from graphfraud.scan.whatif import what_if
    from graphfraud.scan.without import without
    from graphfraud.schemes import SCHEMES
    from graphfraud.workspace import Workspace

    if (ring_id is None) != (drop is None) or (ring_id is not None and (overrides or schemes)):
        raise click.UsageError("Give --param and --schemes, or --ring together with --drop.")
    loaded = settings.load(workspace=workspace, lang=lang)
    place, words = Workspace(loaded.workspace), Words(loaded.lang)
    if ring_id is not None and drop is not None:
        left = without(
            place, ring_id, drop, run=run_id, memory_limit=loaded.memory_limit, threads=loaded.threads, progress=say
        )
        print_json(left.to_dict()) if format_ == "json" else _say_left(left, words)
        return
    try:
        found = what_if(
            place,
            parse(overrides),
            schemes=chosen(schemes, [s.code for s in SCHEMES]) if schemes else (),
            run=run_id,
            memory_limit=loaded.memory_limit,
            threads=loaded.threads,
            progress=say,
        )
    except SettingError as e:
        raise click.UsageError(f"{e.message}. {e.hint}".strip()) from e
    print_json(found.to_dict()) if format_ == "json" else _say_outcome(found, words)


def _say_outcome(found: Outcome, words: Words) -> None:
    from graphfraud.cli import show

    out = show.console()
    for name, (was, now) in found.parameters.items():
        out.print(f"{name}: {_value(was)} → {_value(now)}")
    if found.data_changed:
        out.print(words("data_changed", run=found.run_id))
    counts = {"kept": found.kept, "won": len(found.won), "lost": len(found.lost)}
    out.print(words("whatif", run=found.run_id, **counts))
    for title, moved in (("won", found.won), ("lost", found.lost)):
        if moved:
            out.print(words(title), style="bold")
            show.moved_table([_line(m, words) for m in moved], words)
    for title, rings in (("confirmed_lost", found.confirmed_lost), ("dismissed_avoided", found.dismissed_avoided)):
        if rings:
            out.print(f"{words(title)}: {', '.join(rings)}")


def _value(value: Value) -> str:
    return f"{value:g}" if isinstance(value, int | float) else ",".join(value)


def _line(moved: Moved, words: Words) -> Sequence[str]:
    ring = moved.ring
    states = (_state(moved.was, words), _state(moved.now, words))
    decision = words.code("label", moved.decision) if moved.decision else ""
    return (ring.ring_id, words.code("scheme", ring.scheme), str(len(ring.patients)), *states, decision)


def _state(state: str | None, words: Words) -> str:
    if state is None:
        return words("not_found")
    return words.code("status", state) if state == "published" else words.reason(state)


def _say_left(left: Without, words: Words) -> None:
    from graphfraud.cli import show
    from graphfraud.model.money import money_text

    out = show.console()
    survives = words("survives" if left.survives else "dissolves")
    out.print(words("without", ring=left.ring_id, dropped=" – ".join(left.dropped), survives=survives))
    for rest in left.rests:
        named = words.code("scheme", rest.scheme)
        if not rest.survives:
            out.print(f"  • {named}: {words('not_found' if rest.found else 'gone')}")
            continue
        figures = {"patients": len(rest.patients), "settlements": rest.settlements}
        out.print(f"  • {named}: {words('left_over', medfee=money_text(rest.medfee_sumamt), **figures)}")
