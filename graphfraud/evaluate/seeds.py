"""One table over many sample cities: rings pooled, the worst and the best city beside, the goals to reach."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graphfraud.evaluate.measures import Evaluation, Measures

GOALS = {"overall": (0.95, 0.9), "": (0.9, 0.9)}
"""Precision and recall to reach: over all rings, and for each scheme."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """One scheme, or all, over several cities.

    `precision` and `recall` are those of the rings of all cities taken together; `spread` holds the lowest and highest
    precision, then recall, of a single city. None where there is nothing to divide by.
    """

    published: int
    right: int
    truth: int
    found: int
    precision: float | None
    recall: float | None
    spread: tuple[float | None, float | None, float | None, float | None]
    average_precision: float | None
    mean_best_jaccard: float | None
    bcubed_f1: float | None


@dataclass(frozen=True, slots=True)
class Table:
    """The pooled figures of all rings (`overall`) and of each scheme, and false rings by innocent explanation."""

    cities: int
    rows: dict[str, Pooled]
    innocent: dict[str, int]


def pool(cities: Sequence[Evaluation]) -> Table:
    """Pool the evaluations of several cities."""
    schemes = sorted({s for c in cities for s in c.schemes})
    rows = {"overall": _pooled([c.overall for c in cities])}
    rows |= {s: _pooled([c.schemes[s] for c in cities if s in c.schemes]) for s in schemes}
    innocent: Counter[str] = Counter()
    for city in cities:
        innocent.update(city.innocent)
    return Table(len(cities), rows, dict(sorted(innocent.items())))


def _pooled(parts: list[Measures]) -> Pooled:
    published, right = sum(m.published for m in parts), sum(m.right for m in parts)
    truth, found = sum(m.truth for m in parts), sum(m.found for m in parts)
    precisions = [m.precision for m in parts if m.precision is not None]
    recalls = [m.recall for m in parts if m.recall is not None]
    return Pooled(
        published,
        right,
        truth,
        found,
        right / published if published else None,
        found / truth if truth else None,
        (
            min(precisions, default=None),
            max(precisions, default=None),
            min(recalls, default=None),
            max(recalls, default=None),
        ),
        _mean([m.average_precision for m in parts]),
        _mean([m.mean_best_jaccard for m in parts]),
        _mean([m.bcubed_f1 for m in parts]),
    )


def _mean(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def to_markdown(table: Table) -> str:
    """Give the table as Markdown, and false rings by explanation below it."""
    head = ["scheme", "published", "of them planted", "planted", "found", "precision", "recall", "goal", "AP"]
    head += ["best Jaccard", "B³ F1"]
    lines = [head, ["---"] * len(head), *(_line(name, row) for name, row in table.rows.items())]
    false = [f"- {name}: {count}" for name, count in table.innocent.items() if count]
    return "\n".join(
        [
            *("| " + " | ".join(cells) + " |" for cells in lines),
            "",
            f"{table.cities} cities; in brackets the worst and the best city. "
            + ("False rings by innocent explanation:" if false else "No false ring."),
            *false,
        ]
    )


def _line(name: str, row: Pooled) -> list[str]:
    precision, recall = GOALS.get(name, GOALS[""])
    low, high, least, most = row.spread
    return [
        name,
        str(row.published),
        str(row.right),
        str(row.truth),
        str(row.found),
        f"{_share(row.precision)} ({_share(low)}–{_share(high)})",
        f"{_share(row.recall)} ({_share(least)}–{_share(most)})",
        f"{precision:g} / {recall:g}",
        _share(row.average_precision),
        _share(row.mean_best_jaccard),
        _share(row.bcubed_f1),
    ]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def to_dict(table: Table) -> dict[str, object]:
    """Give the JSON form; shares are rounded to six places."""
    return {
        "cities": table.cities,
        "rows": {name: {f: _plain(getattr(row, f)) for f in Pooled.__slots__} for name, row in table.rows.items()},
        "innocent": table.innocent,
    }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    return round(value, 6) if isinstance(value, float) else value
