"""`graphfraud ask`: the questions of the query library."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graphfraud.cli.options import HELP, format_option
from graphfraud.cli.printing import plain, print_json
from graphfraud.cli.read import open_store, reading_options

if TYPE_CHECKING:
    # Slow to import, and not every command asks.
    import pyarrow as pa

    from graphfraud.store.questions import Question


@click.command(context_settings=HELP)
@click.argument("question", required=False)
@click.option("--set", "values", multiple=True, metavar="NAME=VALUE", help="A parameter; repeatable. Lists: A,B,C.")
@format_option("table", "json", "csv")
@reading_options
def ask(
    question: str | None,
    values: tuple[str, ...],
    format_: str,
    run_id: str | None,
    store: str | None,
    workspace: Path | None,
    lang: str | None,
) -> None:
    """Ask about entities, rings and their settlements; without QUESTION, list the questions.

    docs/questions.md says what each takes and gives.

    \b
    Example:
      graphfraud ask
      graphfraud ask co_visits --set a=700100200300 --set b=700100200301 --set minutes=60 --format csv
    """
    from graphfraud.store.questions import question as named
    from graphfraud.store.questions import questions

    opened = open_store(workspace, lang, store)
    if question is None:
        _list(questions().values(), opened.words.lang, format_)
        return
    answer = opened.store.ask(question, run=run_id, **dict(map(_assignment, values)))
    _print(named(question), answer, format_)


def _assignment(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--set")
    return name.strip(), value


def _list(found: Iterable[Question], lang: str, format_: str) -> None:
    rows = [(q.name, getattr(q, lang), ", ".join(_signature(q))) for q in found]
    if format_ == "json":
        names = ("name", "purpose", "parameters")
        print_json({"questions": [dict(zip(names, row, strict=True)) for row in rows]})
        return
    _grid(("question", "purpose", "parameters"), rows, format_)


def _signature(question: Question) -> list[str]:
    """Give the parameters, those that may be left out in brackets."""
    return [p.name if p.required else f"[{p.name}]" for p in question.parameters]


def _print(question: Question, answer: pa.Table, format_: str) -> None:
    rows = [plain(row) for row in answer.to_pylist()]
    if format_ == "json":
        print_json({"question": question.name, "rows": rows})
        return
    names = tuple(c.name for c in question.columns)
    _grid(names, [tuple(_joined(row[name]) for name in names) for row in rows], format_)


def _joined(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


def _grid(header: tuple[str, ...], rows: list[tuple[Any, ...]], format_: str) -> None:
    from graphfraud.cli import show
    from graphfraud.model.export import write_csv

    if format_ == "csv":
        write_csv(header, rows, sys.stdout)
    else:
        show.grid(header, rows)
