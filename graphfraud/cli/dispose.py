"""The commands that write down and list decisions on rings, and who looks into them: dispose, dispositions, assign."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graphfraud.cli.options import HELP, format_option, place_options
from graphfraud.cli.printing import print_json
from graphfraud.cli.read import open_store, run_options
from graphfraud.model.disposition import LABELS, Disposition
from graphfraud.model.export import write_csv

CSV_HEADER = (
    *("number", "ring_id", "run_id", "label", "reason", "who", "when", "scheme"),
    *("patients", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "settlements"),
)


@click.command(context_settings=HELP)
@click.argument("ring_id")
@click.argument("label", type=click.Choice(LABELS))
@click.option("--reason", required=True, metavar="TEXT", help="Why, in words.")
@click.option("--by", "who", default=None, metavar="NAME", help="Who decided (default: the system's user name).")
@run_options
def dispose(
    ring_id: str,
    label: str,
    reason: str,
    who: str | None,
    run_id: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Write down a decision on a ring: dismissed, confirmed, or open to take the last one back.

    A dismissed ring stays out of the queue, in this run and the next ones, until its members, fees or evidence grow
    by the share that the parameters reopen_… of the run set; then it is back and says what changed. Decisions are
    only ever added.

    \b
    Example:
      graphfraud dispose R7cde8478c083 dismissed --reason "one village, one bus" --by "Chen"
    """
    from getpass import getuser

    from graphfraud.errors import InputError
    from graphfraud.store.dispositions import Dispositions
    from graphfraud.store.journal import now
    from graphfraud.workspace import Workspace

    opened = open_store(workspace, lang)
    run = opened.store.run(run_id).run_id
    ring = opened.store.ring(ring_id, run=run)
    try:
        made = Dispositions(Workspace(opened.root)).add(ring, run, label, reason, who=who or getuser(), when=now())
    except InputError as e:
        raise click.UsageError(f"{e.message}. {e.hint}") from e
    click.echo(opened.words("disposed", ring=ring_id, label=opened.words.code("label", made.label), n=made.number))


@click.command(context_settings=HELP)
@click.option("--ring", "ring_id", default=None, metavar="RING_ID", help="Only decisions on this ring.")
@format_option("table", "json", "csv")
@place_options
def dispositions(ring_id: str | None, format_: str, workspace: Path | None, lang: str | None) -> None:
    """List every decision on rings, oldest first.

    \b
    Example:
      graphfraud dispositions --format csv > decisions.csv
    """
    from graphfraud.cli import show

    opened = open_store(workspace, lang)
    found = [d for d in opened.store.dispositions() if ring_id in (None, d.ring_id)]
    if format_ == "json":
        print_json({"dispositions": [d.to_dict() for d in found]})
    elif format_ == "csv":
        write_csv(CSV_HEADER, [_row(d) for d in found], sys.stdout)
    else:
        show.disposition_table(found, opened.words)


@click.command(context_settings=HELP)
@click.argument("ring_ids", nargs=-1, required=True, metavar="RING_ID…")
@click.option("--to", required=True, metavar="NAME", help='Who is to look into them; "" for nobody.')
@click.option("--by", "who", default=None, metavar="NAME", help="Who assigns (default: the system's user name).")
@run_options
def assign(
    ring_ids: tuple[str, ...], to: str, who: str | None, run_id: str | None, workspace: Path | None, lang: str | None
) -> None:
    """Write down who is to look into rings; the last word on a ring holds, earlier ones are kept.

    \b
    Example:
      graphfraud assign R7cde8478c083 R0a1b2c3d4e5f --to "Chen"
    """
    from getpass import getuser

    from graphfraud.errors import InputError
    from graphfraud.store.triage import Triage
    from graphfraud.workspace import Workspace

    opened = open_store(workspace, lang)
    run = opened.store.run(run_id).run_id
    try:
        Triage(opened.store, Workspace(opened.root), run, who or getuser()).assign(ring_ids, to)
    except InputError as e:
        raise click.UsageError(f"{e.message}. {e.hint}") from e
    said = "assigned" if to.strip() else "unassigned"
    click.echo(opened.words(said, n=len(ring_ids), to=to))


def _row(made: Disposition) -> tuple[object, ...]:
    shot = made.snapshot
    patients = sum(m.startswith("patient:") for m in shot.members)
    money = (shot.amounts.medfee_sumamt, shot.amounts.fund_pay_sumamt, shot.amounts.acct_pay)
    head = (made.number, made.ring_id, made.run_id, made.label, made.reason, made.who, made.when, shot.scheme)
    return (*head, patients, *money, shot.amounts.settlements)
