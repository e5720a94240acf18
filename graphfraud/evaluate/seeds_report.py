"""The table over many sample cities as Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graphfraud.evaluate.goals import SCHEME_GOAL, TOP, Goal
from graphfraud.evaluate.intervals import Figure
from graphfraud.evaluate.measures import UNEXPLAINED
from graphfraud.evaluate.seeds import Pooled, Table

NOTE = (
    "Brackets: 95 % intervals, of shares by Wilson with the rings of all cities, widened where cities differ by more "
    "than chance; of means (AP, best Jaccard, B³ F1) by Student's t over the cities."
)
WAYS_NOTE = (
    "The detector and plainer ways, judged on the schemes that count meetings; rings that match a planted ring of "
    "another scheme count neither for nor against:"
)


def to_markdown(table: Table) -> str:
    """Give the schemes, the goals, false rings by explanation, and the plainer ways where they were asked for."""
    return "\n\n".join([*_schemes(table), *_goals(table), *_innocent(table), *_ways(table)])


def _schemes(table: Table) -> list[str]:
    head = ["scheme", "published", "of them planted", "planted", "found", "precision", "recall", "goal", "AP"]
    head += ["best Jaccard", "B³ F1"]
    lines = [_scheme(name, row) for name, row in table.rows.items()]
    return [_grid(head, lines), f"{table.cities} {'city' if table.cities == 1 else 'cities'}. {NOTE}"]


def _scheme(name: str, row: Pooled) -> list[str]:
    return [
        name,
        *(str(n) for n in (row.published, row.right, row.truth, row.found)),
        _cell(row.precision),
        _cell(row.recall),
        "" if name == "overall" else " / ".join(f"{goal:g}" for goal in SCHEME_GOAL),
        _cell(row.average_precision),
        _cell(row.mean_best_jaccard),
        _cell(row.bcubed_f1),
    ]


def _goals(table: Table) -> list[str]:
    words = {True: "yes", False: "no", None: "–"}
    lines = [[g.figure, _cell(g.measured), _goal(g), words[g.reached]] for g in table.goals]
    return [_grid(["figure over all rings", "measured", "goal", "reached"], lines)]


def _goal(goal: Goal) -> str:
    return f"{'≤' if goal.most else '≥'} {goal.goal:g}"


def _innocent(table: Table) -> list[str]:
    there = {name: counts for name, counts in table.innocent.items() if any(counts)}
    none = ", ".join(name for name in table.innocent if name not in there and name != UNEXPLAINED)
    if not there:
        return [f"No false ring; look-alikes there: {none}." if none else "No false ring."]
    lines = [[name, str(every), str(top)] for name, (every, top) in there.items()]
    grid = _grid(["false rings that look like", "rings", f"among the first {TOP}"], lines)
    return [grid, *([f"No false ring looks like: {none}."] if none else [])]


def _ways(table: Table) -> list[str]:
    if not table.ways:
        return []
    head = ["way", "published", "planted", "found", "precision", "recall", "AP", "P@25", "P@50", "B³ F1", "false rings"]
    return [WAYS_NOTE, _grid(head, [_way(name, row) for name, row in table.ways.items()])]


def _way(name: str, row: Pooled) -> list[str]:
    figures = (row.precision, row.recall, row.average_precision, row.p_at[25], row.p_at[50], row.bcubed_f1)
    return [name, *(str(n) for n in (row.published, row.truth, row.found)), *map(_cell, figures), str(row.false)]


def _grid(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *lines])


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "–"
    if figure.low is None or figure.high is None:
        return f"{figure.value:.3f}"
    return f"{figure.value:.3f} ({figure.low:.3f}–{figure.high:.3f})"


def to_dict(table: Table) -> dict[str, Any]:
    """Give the JSON form; a figure is `[value, low, high]`, rounded to six places."""
    return {
        "cities": table.cities,
        "rows": {name: _row(row) for name, row in table.rows.items()},
        "goals": [
            {"figure": g.figure, "measured": _plain(g.measured), "goal": g.goal, "reached": g.reached}
            for g in table.goals
        ],
        "innocent": {name: {"false": every, f"top_{TOP}": top} for name, (every, top) in table.innocent.items()},
        "ways": {name: _row(row) for name, row in table.ways.items()},
    }


def _row(row: Pooled) -> dict[str, Any]:
    return {
        "published": row.published,
        "right": row.right,
        "truth": row.truth,
        "found": row.found,
        "false": row.false,
        "precision": _plain(row.precision),
        "recall": _plain(row.recall),
        **{f"p_at_{k}": _plain(figure) for k, figure in row.p_at.items()},
        "average_precision": _plain(row.average_precision),
        "mean_best_jaccard": _plain(row.mean_best_jaccard),
        "bcubed_f1": _plain(row.bcubed_f1),
    }


def _plain(figure: Figure | None) -> list[float | None] | None:
    if figure is None:
        return None
    return [None if v is None else round(v, 6) for v in (figure.value, figure.low, figure.high)]
