"""The commands that read results: rings, ring, path, runs."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import click

from graphfraud.cli.options import HELP, F, format_option, place_options, store_option
from graphfraud.cli.printing import plain, print_json
from graphfraud.cli.words import Words, codes
from graphfraud.model.export import write_csv
from graphfraud.model.ring import Ring
from graphfraud.store.base import GraphStore, RingFilter, RunInfo

DAY = click.DateTime(["%Y-%m-%d"])
QUEUES = ("possible_family", "dismissed")
CSV_HEADER = (
    *("ring_id", "rank", "scheme", "also", "status", "status_reason", "score", "fdr", "ring_stability"),
    *("kind", "id", "role", "strength", "stability", "aliases"),
    *("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "settlements", "gang", "disposition"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """The store of a workspace folder, and the words to answer in."""

    root: Path
    store: GraphStore
    words: Words


def store_options(command: F) -> F:
    """Add `--store`, `--workspace` and `--lang`."""
    return store_option(place_options(command))


def run_options(command: F) -> F:
    """Add `--run`, `--workspace` and `--lang`."""
    run = click.option("--run", "run_id", default=None, metavar="RUN", help="Which run (default: the newest).")
    return run(place_options(command))


def reading_options(command: F) -> F:
    """Add `--store` to `run_options`."""
    return run_options(store_option(command))


@click.command(context_settings=HELP)
@click.option("--top", type=click.IntRange(min=0), default=None, metavar="N", help="Only the first N.")
@click.option("--scheme", "schemes", multiple=True, type=click.Choice(codes("scheme")), help="Only this; repeatable.")
@click.option("--status", type=click.Choice(["published", "demoted"]), default=None, help="Only these.")
@click.option("--queue", type=click.Choice(QUEUES), default=None, help="Only those put aside in this queue.")
@format_option("table", "json", "csv")
@reading_options
def rings(
    top: int | None,
    schemes: tuple[str, ...],
    status: str | None,
    queue: str | None,
    format_: str,
    run_id: str | None,
    store: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """List suspected rings, ranked; demoted ones come last, with the reason.

    The table shows a gang once: rings that are related to a stronger one are listed below it. json and csv hold every
    ring on its own, with the ring_id of its gang's strongest ring as `gang`.

    \b
    Example:
      graphfraud rings --top 20 --scheme fake_stay --format csv > rings.csv
    """
    from graphfraud.cli import show

    opened = open_store(workspace, lang, store)
    run = opened.store.run(run_id)
    wanted = RingFilter(schemes=schemes, status=status, reason=queue, one_a_gang=format_ == "table")
    page = opened.store.rings(wanted, limit=top, run=run.run_id)
    if format_ == "json":
        print_json({"run": run.to_dict(), "rings": [r.to_dict() for r in page.rings]})
    elif format_ == "csv":
        write_csv(CSV_HEADER, [row for r in page.rings for row in _member_rows(r)], sys.stdout)
    else:
        show.ring_table(page, opened.words)


@click.command(context_settings=HELP)
@click.argument("ring_id")
@click.option("--claims", is_flag=True, help="Also print the claims behind the evidence, as loaded and masked.")
@click.option(
    "--export",
    "to",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Write members and what is between them: .graphml, .gexf, .csv (two files) or .cypher.",
)
@click.option(
    "--report",
    "report",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="FILE",
    help="Write a report to read and file: .pdf, its graph: .png, or all its tables: .xlsx.",
)
@format_option("text", "json")
@reading_options
def ring(
    ring_id: str,
    claims: bool,
    to: Path | None,
    report: Path | None,
    format_: str,
    run_id: str | None,
    store: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Show one ring: members, evidence in words, innocent explanations that were tested.

    \b
    Example:
      graphfraud ring R7cde8478c083 --claims
      graphfraud ring R7cde8478c083 --export ring.graphml
      graphfraud ring R7cde8478c083 --report ring.pdf
    """
    from graphfraud.cli import show
    from graphfraud.store.base import EntityRef

    opened = open_store(workspace, lang, store)
    run = opened.store.run(run_id)
    if to is not None:
        _export(opened, ring_id, to, run.run_id)
    if report is not None:
        _report(opened, ring_id, report, run.run_id)
    if to is not None or report is not None:
        return
    found = opened.store.ring(ring_id, run=run.run_id)
    rows = opened.store.claims(found.setl_ids, run=run.run_id) if claims else None
    if format_ == "json":
        listed = {} if rows is None else {"claims": [plain(row) for row in rows.to_pylist()]}
        print_json({"run": run.to_dict(), "ring": found.to_dict(), **listed})
        return
    refs = tuple(EntityRef(m.kind, m.id) for m in found.members)
    show.ring_story(found, opened.store.names(refs, run=run.run_id), opened.words)
    if rows is not None:
        show.claim_table(rows, opened.words)


@click.command(context_settings=HELP)
@click.argument("a")
@click.argument("b")
@click.option("--max-hops", type=click.IntRange(1, 20), default=6, show_default=True, help="Longest path.")
@click.option("--k", type=click.IntRange(1, 1000), default=3, show_default=True, help="Most paths.")
@click.option("--through-hubs", is_flag=True, help="Also go through entities with very many neighbours.")
@click.option("--from", "first", type=DAY, default=None, metavar="DAY", help="Only settlements from then on.")
@click.option("--to", "last", type=DAY, default=None, metavar="DAY", help="Only settlements until then.")
@format_option("text", "json")
@reading_options
def path(
    a: str,
    b: str,
    max_hops: int,
    k: int,
    through_hubs: bool,
    first: datetime | None,
    last: datetime | None,
    format_: str,
    run_id: str | None,
    store: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Show how two entities are connected through visits, doctors and institutions.

    A and B are ids, or kind:id where two kinds use the id; a person's every psn_no will do. With --from or --to only
    settlements of these days (both included, UTC+8) connect, and only they are listed.

    \b
    Example:
      graphfraud path patient:700100200300 H99010012345 --max-hops 4
    """
    from graphfraud.cli import show

    opened = open_store(workspace, lang, store)
    run = opened.store.run(run_id).run_id
    ends = [opened.store.resolve(text, run=run) for text in (a, b)]
    answer = opened.store.paths(
        *ends,
        max_hops=max_hops,
        k=k,
        avoid_hubs=not through_hubs,
        first=first.date() if first else None,
        last=last.date() if last else None,
        run=run,
    )
    if format_ == "json":
        print_json(answer.to_dict())
        return
    refs = tuple(dict.fromkeys(node for p in answer.paths for node in p.nodes))
    show.path_lines(answer, opened.store.names(refs, run=run), opened.words)


class ListByDefault(click.Group):
    """A group whose options without a subcommand go to `list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `list` before options that are not the group's own."""
        own = {name for option in self.get_params(ctx) for name in option.opts}
        bare = not args or (args[0].startswith("-") and args[0] not in own)
        return super().parse_args(ctx, ["list", *args] if bare else args)


@click.group(cls=ListByDefault)
def runs() -> None:
    """List finished scans, show one, or compare two.

    \b
    Example:
      graphfraud runs
      graphfraud runs diff 1f0c3a9d2b47 18f4b509fea8
    """


@runs.command("list")
@format_option("table", "json")
@store_options
def list_runs(format_: str, store: str | None, workspace: Path | None, lang: str | None) -> None:
    """List every finished scan, newest first.

    \b
    Example:
      graphfraud runs list --format json
    """
    from graphfraud.cli import show

    opened = open_store(workspace, lang, store)
    found = opened.store.runs()
    if format_ == "json":
        print_json({"runs": [_run_dict(r) for r in found]})
    else:
        show.run_table(found, opened.words)


@runs.command("show")
@click.argument("run_id", metavar="RUN")
@format_option("text", "json")
@store_options
def show_run(run_id: str, format_: str, store: str | None, workspace: Path | None, lang: str | None) -> None:
    """Show one scan.

    \b
    Example:
      graphfraud runs show 18f4b509fea8
    """
    from graphfraud.cli import show

    opened = open_store(workspace, lang, store)
    found = opened.store.run(run_id)
    if format_ == "json":
        print_json({"run": _run_dict(found)})
    else:
        show.run_facts(found, opened.words)


@runs.command("diff")
@click.argument("a")
@click.argument("b")
@format_option("table", "json")
@store_options
def diff_runs(a: str, b: str, format_: str, store: str | None, workspace: Path | None, lang: str | None) -> None:
    """Say which rings of run B are new, grown, shrunk, merged or split since run A, and which vanished.

    \b
    Example:
      graphfraud runs diff 1f0c3a9d2b47 18f4b509fea8 --format json
    """
    from graphfraud.cli import show
    from graphfraud.store.run_diff import EVENTS, diff

    opened = open_store(workspace, lang, store)
    changes = diff(opened.store.rings(run=a).rings, opened.store.rings(run=b).rings)
    if format_ == "json":
        by_event = {event: [c.to_dict() for c in changes if c.event == event] for event in EVENTS}
        heads = {"a": _run_dict(opened.store.run(a)), "b": _run_dict(opened.store.run(b))}
        print_json({**heads, **by_event})
    else:
        show.change_table(changes, opened.words)


def open_store(workspace: Path | None, lang: str | None, store: str | None = None) -> Opened:
    """Open the store that the settings name."""
    from graphfraud import settings
    from graphfraud.store import choose

    loaded = settings.load(workspace=workspace, lang=lang, store=store)
    return Opened(loaded.workspace, choose.open_store(loaded), Words(loaded.lang))


def _export(opened: Opened, ring_id: str, to: Path, run_id: str) -> None:
    from graphfraud.store.ring_export import export

    for path in export(opened.store, ring_id, to, run=run_id):
        click.echo(str(path))


def _report(opened: Opened, ring_id: str, to: Path, run_id: str) -> None:
    """Write the report, which the explorer's room draws."""
    (door,) = entry_points(group="graphfraud.functions", name="report")
    # Streamlit warns on import that there is no page; a report needs none.
    logging.disable(logging.WARNING)
    try:
        write = door.load()
    finally:
        logging.disable(logging.NOTSET)
    write(opened.store, ring_id, to, lang=opened.words.lang, run=run_id)
    click.echo(str(to))


def _run_dict(run: RunInfo) -> dict[str, Any]:
    return {**run.to_dict(), "published": run.published, "demoted": run.demoted}


def _member_rows(ring: Ring) -> list[tuple[object, ...]]:
    """Give one row a member, the ring's own facts repeated (columns: CSV_HEADER)."""
    money = ring.amounts
    head = (ring.ring_id, ring.rank, ring.scheme, " ".join(ring.also), ring.status, ring.status_reason)
    shares = (ring.score, ring.fdr, ring.stability)
    decided = ring.disposition.label if ring.disposition else None
    tail = (money.medfee_sumamt, money.fund_pay_sumamt, money.acct_pay, money.settlements, ring.gang, decided)
    return [
        (*head, *shares, m.kind, m.id, m.role, m.strength, m.stability, " ".join(m.aliases), *tail)
        for m in ring.members
    ]
